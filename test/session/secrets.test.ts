import assert from "node:assert/strict"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { after, before, test } from "node:test"
import { userFolders } from "../../kernel/plugins/folders.ts"
import { SecretStore } from "../../kernel/secrets/index.ts"
import { kaon } from "../cli/command.ts"
import { startOurs, streamOf, textOf } from "./kernel.ts"

const value = "hf_Zq81LmNo77"
const kept = { KAON_HOME: process.env.KAON_HOME, KAON_KEYRING: process.env.KAON_KEYRING }
let home = ""

before(async () => {
  home = await mkdtemp(path.join(tmpdir(), "kaon-secret-kernel-"))
  Object.assign(process.env, { KAON_HOME: home, KAON_KEYRING: "off" })
  await new SecretStore(userFolders().state).set("HF_TOKEN", value)
})
after(async () => {
  for (const [name, was] of Object.entries(kept)) {
    if (was === undefined) delete process.env[name]
    else process.env[name] = was
  }
  await rm(home, { recursive: true, force: true })
})

const get = `import secrets from "kaon:secrets"\nconst token = await secrets.get("HF_TOKEN")`

test("code has a secret's value, and nothing that the kernel says has it: streams, results, displays, errors, variables", async () => {
  await using kernel = await startOurs()
  const runs = [
    await kernel.execute(`${get}\ntoken.length`),
    await kernel.execute("console.log(token, { token }); console.error(new Error(token))"),
    await kernel.execute(
      `display({ "text/html": "<b>" + token + "</b>", "application/json": { [token]: btoa("me:" + token) } })`,
    ),
    await kernel.execute(`({ header: "Bearer " + token })`),
    await kernel.execute(`throw new Error("401 for " + token)`),
  ]
  assert.equal(textOf(runs[0]!), String(value.length))
  assert.match(streamOf(runs[1]!), /^\[secret HF_TOKEN\] \{ token: '\[secret HF_TOKEN\]' \}/)
  assert.match(textOf(runs[3]!) ?? "", /Bearer \[secret HF_TOKEN\]/)
  assert.equal(runs[4]!.status, "error")
  const listed = await (await kernel.extension()).call("variables.list", {})
  assert.match(listed.variables.find(({ name }) => name === "token")!.preview, /\[secret HF_TOKEN\]/)
  const all = JSON.stringify([runs, listed])
  assert.ok(!all.includes(value))
  assert.ok(!all.includes(btoa(`me:${value}`)))
})

test("a secret that is written in pieces, with waits between them, is masked as one text; what only began like it comes whole", async () => {
  await using kernel = await startOurs()
  const pieces = `${get}
    for (const piece of [token.slice(0, 3), token.slice(3, 8), token.slice(8), "\\n", token.slice(0, 5)]) {
      process.stdout.write(piece)
      await new Promise(resolve => setTimeout(resolve, 30))
    }`
  assert.equal(streamOf(await kernel.execute(pieces)), `[secret HF_TOKEN]\n${value.slice(0, 5)}`)
})

test("a secret that is not there says where to put it, and one of the environment comes first and is masked too", async () => {
  await using kernel = await startOurs()
  const missing = await kernel.execute(`import secrets from "kaon:secrets"\nawait secrets.get("NOT_THERE")`)
  assert.match(JSON.stringify(missing.outputs), /kaon secrets set NOT_THERE/)
  process.env.KAON_SECRET_CI_TOKEN = "of-the-environment"
  try {
    await using other = await startOurs()
    const run = await other.execute(`import secrets from "kaon:secrets"\nconsole.log(await secrets.get("CI_TOKEN"))`)
    assert.equal(streamOf(run), "[secret CI_TOKEN]\n")
  } finally {
    delete process.env.KAON_SECRET_CI_TOKEN
  }
})

test("no file of a person's folders or of a run's store holds a value that was used", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-secret-store-"))
  try {
    const cells = [
      "const size = 3",
      get,
      `const header = "Bearer " + token\nconsole.log(header)`,
      "header.length + size",
    ]
    await writeFile(path.join(folder, "a.kaon.ts"), cells.map(cell => `// %%\n${cell}\n`).join(""))
    const run = await kaon(["run", "a.kaon.ts", "-o", "out.ipynb"], { cwd: folder }).ended
    assert.equal(run.status, 0, run.out + run.err)
    assert.match(await readFile(path.join(folder, "out.ipynb"), "utf8"), /Bearer \[secret HF_TOKEN\]/)
    for (const root of [folder, home]) {
      const names = (await readdir(root, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
      assert.ok(names.length > 0)
      for (const { parentPath, name } of names)
        assert.ok(!(await readFile(path.join(parentPath, name))).includes(value), path.join(parentPath, name))
    }
    assert.ok(!(run.out + run.err).includes(value))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
