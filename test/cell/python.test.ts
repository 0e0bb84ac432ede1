import assert from "node:assert/strict"
import { test } from "node:test"
import { analyseCell, codeFacts, compileCell } from "../../kernel/cell/index.ts"

const factsOf = (body: string, header = "%%python") => analyseCell(`${header}\n${body}`, { id: "a", number: 1 })
const names = (items: readonly { name: string }[]) => items.map(({ name }) => name).join(" ")

const cases: readonly [body: string, defines: string, uses: string, assigns?: string][] = [
  ["import numpy as np, os.path\nfrom a.b import c as d, (e)", "np os d e", ""],
  ["x = y + 1\nz: int = x\nw: float", "x z", "y"],
  ["a, (b, *c) = d = [e for e in f if e]", "a b c d", "f"],
  ["x.y = 1\nx[i] = z\nq = x", "q", "z x i", "x"],
  ["n += 1\nm = m + k", "", "n m k", "n m"],
  [
    "for i, j in rows: total = i\nwith make() as g, h: pass\ntry:\n  pass\nexcept E as err:\n  print(err)",
    "total",
    "rows make h E",
  ],
  ["def f(a, b=c, *, d: int = e) -> T:\n  g = a + h\n  return [g for g in k]\n\nx = f(1)", "f x", "c e T h k"],
  ["class A(B):\n  y = z\n  def m(self): return self.w + v", "A", "B z v"],
  ["p = lambda q, *r: q + r + s\nif (n := len(t)) > 2: u = n", "p u n", "s t"],
  ["f(x=1, y=z)\nmodel.train()\nloss = model(data).mean()", "loss", "f z model data", "model"],
  ['s = f"{a + b!r:>{w}} {{c}} {d[\'k\']}"; t = "from u" # v\nraw = r"\\"', "s t raw", "a b w d"],
  ["x = [\n  1,\n  y,\n]\nz = \\\n  w\n'''\ntext = 1\n'''", "x z", "y w"],
  ["%time 1\n!ls\nprint(len(range(3)), True)\n_private = 1", "", ""],
  ["del x\nglobal g\nassert a, b\nreturn_ = yield_", "return_", "a b yield_"],
  ["match = 3\nmatch point:\n  case (0, y): r = y", "match r", "point"],
  ["x = 1\ndef f():\n  return x + late\nlate = 2", "x f late", ""],
  ["def new(): pass\nvar = 1\nclass delete: pass\nok = this", "ok", ""],
]
for (const [body, defines, uses, assigns = ""] of cases) {
  test(`Python's names are found in ${JSON.stringify(body)}`, () => {
    const facts = factsOf(body)
    assert.deepEqual(
      [names(facts.defines).split(" ").sort(), names(facts.uses).split(" ").sort(), names(facts.assigns)],
      [defines.split(" ").sort(), uses.split(" ").sort(), assigns],
    )
    for (const { name, offset } of [...facts.defines, ...facts.uses])
      assert.equal(`%%python\n${body}`.slice(offset, offset + name.length), name)
    assert.ok(compileCell(`%%python\n${body}`, { id: "a", number: 1, url: "kaon:a" }).code)
  })
}

test("what a header lists counts instead of what the code says, and odd code is read without an error", () => {
  const facts = factsOf("exec('y = x')", "%%python --kernel torch --in x,z --out y")
  assert.deepEqual([names(facts.uses), names(facts.defines)], ["x z", "y"])
  for (const body of [
    "(",
    "x = ",
    "'''",
    'f"{',
    "def",
    "class :",
    "import",
    "from",
    "for",
    "lambda",
    "=",
    "\\",
    "with",
    "@",
  ])
    assert.doesNotThrow(() => factsOf(body), body)
})

test("for the cache, Python is its words and its indentation; chance without a seed, files and unknown modules run always", () => {
  const of = (body: string) => codeFacts(`%%python\n${body}`)
  assert.equal(of("x = 1  # one\n\ny = (2,\n 3)").normal, of("x=1\ny = (2, 3)").normal)
  assert.notEqual(of("if a:\n  x = 1\n  y = 2").normal, of("if a:\n  x = 1\ny = 2").normal)
  const none = [
    "import numpy as np\nx = np.arange(3)",
    "import torch\ntorch.manual_seed(0)\nm = torch.nn.Linear(1, 1)",
    "x = sorted(y)",
  ]
  for (const body of none) assert.deepEqual(of(body).effects, [], body)
  const some: [string, RegExp][] = [
    ["import torch", /chance without a seed/],
    ["x = np.random.rand(3)", /chance/],
    ["rng = np.random.default_rng()", /chance/],
    ["import requests", /imports requests/],
    ["x = open('f').read()", /opens files/],
    ["x = pd.read_csv('f')", /files/],
    ["!ls", /commands/],
    ["x = input()", /person/],
  ]
  for (const [body, why] of some) assert.match(of(body).effects.join(), why, body)
  assert.equal(of("x = 1").session, "python:python3")
})
