import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { shippedTemplates, templatesIn } from "../../electron/host/kaon/templates.ts"
import { hostOf, workspace } from "./hosts.ts"

const at = (path: string) => `/api/contents/${path}`
const notebook = (...sources: string[]) => ({
  cells: sources.map((source, i) => ({
    cell_type: "code",
    id: `c${i}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  })),
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
})
const sourcesOf = (answer: { json(): { content: { cells: { source: string }[] } } }) =>
  answer.json().content.cells.map(({ source }) => source)

const identity = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" }
const git = (folder: string, ...args: string[]) =>
  execFileSync("git", args, { cwd: folder, env: { ...process.env, ...identity }, stdio: "pipe" })
const withoutGit = existsSync("/usr/bin/git") || process.platform !== "linux" ? false : "git is not installed"

test("a notebook is given as the last commit has it, in folders below too, and nothing of the repository is run", {
  skip: withoutGit,
}, async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { folder } = space
  const head = (path: string) => host.ask("GET", `/kaon/versions/head?path=${encodeURIComponent(path)}`)
  assert.equal((await head("a.ipynb")).status, 404)
  mkdirSync(join(folder, "sub"))
  const strange = "-a;touch $HOME `x` é.ipynb"
  for (const name of ["a.ipynb", "sub/b.ipynb", strange])
    writeFileSync(join(folder, name), JSON.stringify(notebook(`old ${name}`)))
  writeFileSync(join(folder, ".gitattributes"), "*.ipynb diff=evil filter=evil\n")
  git(folder, "init", "-q")
  git(folder, "add", "-A", "--", ":!.kaon")
  git(folder, "commit", "-q", "-m", "The first")
  const trap = join(folder, "trap.sh")
  const sprung = join(folder, "sprung")
  writeFileSync(trap, `#!/bin/sh\ntouch ${JSON.stringify(sprung)}\ncat "$@"\n`, { mode: 0o755 })
  for (const key of [
    "diff.evil.textconv",
    "filter.evil.smudge",
    "core.fsmonitor",
    "core.pager",
    "diff.external",
    "gpg.program",
  ])
    git(folder, "config", key, trap)
  git(folder, "config", "log.showSignature", "true")
  for (const name of ["a.ipynb", "sub/b.ipynb", strange]) {
    writeFileSync(join(folder, name), JSON.stringify(notebook("new")))
    const answer = await head(name)
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(sourcesOf(answer), [`old ${name}`])
    assert.equal(answer.json().subject, "The first")
    assert.match(answer.json().commit, /^[0-9a-f]{7,}$/)
  }
  assert.equal(existsSync(sprung), false)
})

test("paths that lead out of the folder have no versions", { skip: withoutGit }, async () => {
  await using space = workspace()
  await using outside = workspace()
  writeFileSync(join(outside.folder, "s.ipynb"), JSON.stringify(notebook("secret")))
  git(outside.folder, "init", "-q")
  git(outside.folder, "add", "s.ipynb")
  git(outside.folder, "commit", "-q", "-m", "x")
  symlinkSync(outside.folder, join(space.folder, "link"))
  await using host = await hostOf(space)
  for (const path of ["../s.ipynb", "link/s.ipynb", ".git/config", "", "/etc/passwd", "--output=x"]) {
    for (const version of ["head", "checkpoint"]) {
      const { status } = await host.ask("GET", `/kaon/versions/${version}?path=${encodeURIComponent(path)}`)
      assert.ok(status === 400 || status === 404, `${version} of ${path} gave ${status}`)
    }
  }
})

test("a notebook is given as its last checkpoint has it, or an earlier one", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const file = join(space.folder, "a.ipynb")
  const checkpoint = (id = "") => host.ask("GET", `/kaon/versions/checkpoint?path=a.ipynb${id && `&id=${id}`}`)
  writeFileSync(file, JSON.stringify(notebook("one")))
  assert.equal((await checkpoint()).status, 404)
  const { id } = (await host.ask("POST", `${at("a.ipynb")}/checkpoints`)).json()
  writeFileSync(file, JSON.stringify(notebook("two")))
  await host.ask("POST", `${at("a.ipynb")}/checkpoints`)
  writeFileSync(file, JSON.stringify(notebook("three")))
  assert.deepEqual(sourcesOf(await checkpoint()), ["two"])
  assert.deepEqual(sourcesOf(await checkpoint(id)), ["one"])
})

test("a file that is too large to be opened is refused with its size and what to do", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  for (const name of ["a.ipynb", "b.txt", "c.kaon.ts"]) {
    writeFileSync(join(space.folder, name), "")
    truncateSync(join(space.folder, name), 300 << 20)
    const refused = await host.ask("GET", at(name))
    assert.equal(refused.status, 413)
    assert.match(refused.json().fix, /300 MB, and 256 MB is the most/)
  }
})

test("every template that ships states a title and is a notebook; one that is broken is left out", async () => {
  const shipped = await templatesIn(shippedTemplates)
  assert.ok(shipped.length >= 2, "templates ship")
  assert.equal(shipped[0]?.id, "digits")
  for (const { title, description } of shipped) assert.ok(title !== "" && description !== "")
  await using space = workspace()
  writeFileSync(join(space.folder, "broken.ipynb"), "{")
  const named = { ...notebook("%%data x\n1"), metadata: { kaon: { template: { title: "T" } }, more: 1 } }
  writeFileSync(join(space.folder, "a.ipynb"), JSON.stringify(named))
  writeFileSync(join(space.folder, "b.ipynb"), JSON.stringify(notebook("1")))
  const [only, ...others] = await templatesIn(space.folder)
  assert.deepEqual([only?.id, only?.stages, only?.content.metadata, others.length], ["a", ["data"], { more: 1 }, 0])
})
