import assert from "node:assert/strict"
import { join, resolve } from "node:path"
import { test } from "node:test"
import { here } from "../../kernel/client/index.ts"
import { withoutPython } from "../peers/python.ts"
import { hostOf, workspace } from "./hosts.ts"
import { openSocket } from "./socket.ts"

const home = resolve(import.meta.dirname, "../../.cache/python")
const surroundings = { ...here(), env: { ...process.env, JUPYTER_PATH: join(home, "share/jupyter") } }

async function session() {
  const space = workspace()
  const host = await hostOf(space, { surroundings })
  const { id } = (await host.ask("POST", "/api/kernels", { name: "python3" })).json()
  const socket = await openSocket(host.address, host.token, id)
  return {
    id,
    socket,
    run: async (code: string) => {
      const request = socket.execute(code)
      await socket.idleOf(request)
      return request
    },
    get: (path: string) => host.ask("GET", `${path}?kernel=${id}`),
    post: (path: string, body: object) => host.ask("POST", path, { kernel: id, ...body }),
    executions: async () => (await host.ask("GET", `/kaon/outputs/${id}`)).json().executions,
    async [Symbol.asyncDispose]() {
      await socket[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
      await space[Symbol.asyncDispose]()
    },
  }
}

test("an IPython session's variables are listed with type, shape and preview, and nothing in it changes", {
  skip: withoutPython,
}, async () => {
  await using python = await session()
  await python.run(
    "import math\ncount = 3\nrows = [{'a': 2, 'b': None}, {'a': 1, 'b': 'x'}]\nbig = 10 ** 5000\n_hidden = 1",
  )
  await python.run("count + 4")
  const { variables } = (await python.get("/kaon/variables")).json()
  assert.deepEqual(variables, [
    { name: "big", type: "int", preview: "int of 16610 bits" },
    { name: "count", type: "int", preview: "3" },
    { name: "rows", type: "list", preview: "[{'a': 2, 'b': None}, {'a': 1, 'b': 'x'}]", shape: [2] },
  ])
  await python.run("print(_, len(In), list(Out), [name for name in globals() if 'kaon' in name])")
  assert.equal(python.socket.text(), "7 4 [2] []\n")
  assert.equal((await python.executions()).length, 3, "what the host asks is no execution of the reader's")
})

test("looking at Python values runs none of the user's code", { skip: withoutPython }, async () => {
  await using python = await session()
  await python.run(`touched = []
class Trap:
    def __getattribute__(self, name): touched.append(name); raise RuntimeError(name)
    def __repr__(self): touched.append("repr"); return "?"
    def __len__(self): touched.append("len"); return 1
    def __iter__(self): touched.append("iter"); return iter([])
    def __hash__(self): touched.append("hash"); return 1
    def __eq__(self, other): touched.append("eq"); return True
class Liar(dict):
    def items(self): touched.append("items"); return []
trap, liar = Trap(), Liar(a=1)
nested = [trap, {"k": trap}, (trap,)]
table = [{trap: 1}, {trap: 2}]
mixed = [trap, 1, "b"]
touched.clear()`)
  const { variables } = (await python.get("/kaon/variables")).json()
  assert.deepEqual(
    variables.map(({ name }: { name: string }) => name),
    ["Liar", "Trap", "liar", "mixed", "nested", "table", "touched", "trap"],
  )
  for (const name of ["nested", "table", "mixed"]) {
    const sort = { column: "value" }
    assert.equal((await python.post("/kaon/variables/page", { name, sort })).status, 200, name)
    assert.equal((await python.post("/kaon/variables/profile", { name, column: "value" })).status, 200, name)
  }
  assert.equal((await python.post("/kaon/variables/page", { name: "trap" })).json().code, "NOT_A_TABLE")
  await python.run("print(touched)")
  assert.equal(python.socket.text(), "[]\n")
})

test("rows of Python values are sorted, filtered and profiled in the session", { skip: withoutPython }, async () => {
  await using python = await session()
  await python.run("rows = [{'n': i % 7, 'word': 'w' + str(i)} for i in range(1000)] + [{'word': 'last'}]")
  const page = async (extra: object) => (await python.post("/kaon/variables/page", { name: "rows", ...extra })).json()
  const { total, matching, rows } = await page({ count: 2, sort: { column: "n", descending: true } })
  assert.deepEqual(
    [total, matching, rows],
    [
      1001,
      1001,
      [
        [6, "w6"],
        [6, "w13"],
      ],
    ],
  )
  assert.deepEqual((await page({ start: 1000, sort: { column: "n" } })).rows, [[null, "last"]])
  const filter = [
    { column: "n", is: "=", value: "3" },
    { column: "word", is: "contains", value: "W997" },
  ]
  assert.deepEqual((await page({ filter })).rows, [[3, "w997"]])
  assert.equal((await python.post("/kaon/variables/page", { name: "rows", sort: { column: "no" } })).status, 400)
  const profile = (await python.post("/kaon/variables/profile", { name: "rows", column: "n" })).json()
  assert.deepEqual([profile.count, profile.missing, profile.distinct, profile.min, profile.max], [1001, 1, 7, 0, 6])
  assert.equal(
    profile.bins.reduce((sum: number, { count }: { count: number }) => sum + count, 0),
    1000,
  )
})

test("a busy session is left alone, and says so", { skip: withoutPython }, async () => {
  await using python = await session()
  await python.run("x = 1")
  const looping = python.socket.execute("import time\nprint('there', flush=True)\nwhile True: time.sleep(0.01)")
  await python.socket.find(({ content }) => content.text?.includes("there") === true)
  assert.equal((await python.get("/kaon/variables")).status, 503)
  const interrupted = await python.post(`/api/kernels/${python.id}/interrupt`, {})
  assert.equal(interrupted.status, 204)
  await python.socket.idleOf(looping)
  assert.deepEqual(
    (await python.get("/kaon/variables")).json().variables.map(({ name }: { name: string }) => name),
    ["x"],
  )
})
