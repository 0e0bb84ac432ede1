import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { settingsOf } from "../../kernel/cli/git/drivers.ts"
import { parseIpynb } from "../../kernel/notebook/index.ts"
import { notebookOf } from "./command.ts"
import { type Repository, repository } from "./repository.ts"

const sources = (text: string): string[] => parseIpynb(text, "x").notebook.cells.map(({ source }) => source)

/** A repository with the drivers, and a notebook on main. */
async function begun(name: string, cells: readonly string[]): Promise<Repository> {
  const repo = await repository()
  const { status, err } = await repo.kaon("git", "install")
  assert.equal(status, 0, err)
  await repo.commit(name, notebookOf(cells), "base")
  return repo
}

/** Two branches from main, each with its own text of a file; main is checked out. */
async function branches(repo: Repository, name: string, ours: string, theirs: string): Promise<void> {
  repo.ok("checkout", "-qb", "theirs")
  await repo.commit(name, theirs, "of theirs")
  repo.ok("checkout", "-q", "main")
  await repo.commit(name, ours, "of ours")
}

const three = ["const a = 1", "const b = 2", "const c = 3"]

test("merge, rebase and cherry-pick merge notebooks by cell; names with blanks, quotes and other letters are no trouble", async () => {
  const name = "Büch er/don't — 模型.ipynb"
  for (const way of [
    ["merge", "-q", "theirs"],
    ["rebase", "-q", "theirs"],
    ["cherry-pick", "theirs"],
  ]) {
    await using repo = await begun(name, three)
    await branches(
      repo,
      name,
      notebookOf(["const a = 10", ...three.slice(1)]),
      notebookOf([...three.slice(0, 2), "const c = 30", "c"]),
    )
    repo.ok(...way)
    const text = await repo.read(name)
    assert.deepEqual(sources(text), ["const a = 10", "const b = 2", "const c = 30", "c"], way.join(" "))
    assert.equal(repo.ok("status", "--porcelain"), "")
  }
})

test("a conflict leaves a notebook that every program reads, and kaon run says where it is", async () => {
  await using repo = await begun("a.ipynb", three)
  await branches(
    repo,
    "a.ipynb",
    notebookOf(["const a = 10", ...three.slice(1)]),
    notebookOf(["const a = 11", ...three.slice(1)]),
  )
  const merged = repo.git(["merge", "theirs"])
  assert.equal(merged.status, 1)
  assert.match(merged.err + merged.out, /a\.ipynb: 1 conflict, in cell 1; .*markers/)
  assert.match(repo.ok("status", "--porcelain"), /^UU a\.ipynb$/m)
  const text = await repo.read("a.ipynb")
  assert.deepEqual(sources(text), [
    "<<<<<<< ours\nconst a = 10\n=======\nconst a = 11\n>>>>>>> theirs",
    ...three.slice(1),
  ])
  for (const verb of ["run", "plan"]) {
    const { status, err } = await repo.kaon(verb, "a.ipynb")
    assert.equal(status, 1)
    assert.match(err, /cell 1, line 1: a\.ipynb holds conflicts of a merge in cell 1\..*MERGE_CONFLICT/)
  }
  // The person's own style of conflicts.
  repo.ok("config", "merge.conflictStyle", "diff3")
  repo.ok("checkout", "-q", "--merge", "--", "a.ipynb")
  assert.match(sources(await repo.read("a.ipynb"))[0]!, /\|\|\|\|\|\|\| base\nconst a = 1\n=======/)
})

test("what is no notebook is merged as git merges text, and loses nothing", async () => {
  const cases: [string, string | Uint8Array, string | Uint8Array, string | Uint8Array][] = [
    ["broken JSON", '{"cells": [\n1\n', '{"cells": [\n2\n', '{"cells": [\n3\n'],
    ["other JSON", '{\n "a": 1\n}\n', '{\n "a": 2\n}\n', '{\n "a": 3\n}\n'],
    ["ours broken", notebookOf(three), "{ours\n", notebookOf(["theirs"])],
    ["not UTF-8", Buffer.from("a\xff\n", "latin1"), Buffer.from("b\xff\n", "latin1"), Buffer.from("c\xff\n", "latin1")],
  ]
  for (const [what, base, ours, theirs] of cases) {
    await using repo = await begun("other.ipynb", three)
    await repo.commit("a.ipynb", base, "base of a")
    repo.ok("checkout", "-qb", "theirs")
    await repo.commit("a.ipynb", theirs)
    repo.ok("checkout", "-q", "main")
    await repo.commit("a.ipynb", ours)
    const { status, err } = repo.git(["merge", "theirs"])
    assert.equal(status, 1, what)
    assert.match(err, /merged as text/, what)
    const text = await repo.read("a.ipynb")
    assert.match(text, /<<<<<<< [\s\S]*=======[\s\S]*>>>>>>> /, what)
    for (const side of [ours, theirs]) {
      const lines = Buffer.from(side).toString("utf8").trimEnd().split("\n")
      for (const line of lines) assert.ok(text.includes(line), `${what}: ${line}`)
    }
  }
})

test("both sides of a binary file under that name are kept by git, ours in the folder", async () => {
  await using repo = await begun("other.ipynb", three)
  const bytes = (last: number) => new Uint8Array([0, 1, 2, 0, last])
  await repo.commit("a.ipynb", bytes(0))
  repo.ok("checkout", "-qb", "theirs")
  await repo.commit("a.ipynb", bytes(1))
  repo.ok("checkout", "-q", "main")
  await repo.commit("a.ipynb", bytes(2))
  const { status, err } = repo.git(["merge", "theirs"])
  assert.equal(status, 1)
  assert.match(err, /git checkout --theirs/)
  assert.equal(await repo.read("a.ipynb"), Buffer.from(bytes(2)).toString("utf8"))
  assert.equal(repo.ok("show", ":3:a.ipynb"), Buffer.from(bytes(1)).toString("utf8"))
})

test("notebooks that both added, that one renamed, that one took out", async () => {
  await using repo = await begun("old name.ipynb", [...three, "const d = 4", "const e = 5"])
  repo.ok("checkout", "-qb", "theirs")
  repo.ok("mv", "old name.ipynb", "new name.ipynb")
  await repo.commit("added.ipynb", notebookOf(["same", "same too", "theirs"]))
  repo.ok("checkout", "-q", "main")
  await repo.write("added.ipynb", notebookOf(["same", "same too", "ours"]))
  await repo.commit("old name.ipynb", notebookOf([...three, "const d = 40", "const e = 5"]))
  assert.equal(repo.git(["merge", "theirs"]).status, 1)
  assert.deepEqual(sources(await repo.read("new name.ipynb"))[3], "const d = 40")
  assert.equal(existsSync(join(repo.path, "old name.ipynb")), false)
  assert.match(sources(await repo.read("added.ipynb"))[2]!, /<<<<<<< .*\nours\n=======\ntheirs\n>>>>>>> /)
  repo.ok("checkout", "-q", "--theirs", "added.ipynb")
  repo.ok("add", "-A")
  repo.ok("commit", "-qm", "merged")
  await repo.commit("new name.ipynb", notebookOf(["1"]))
  repo.ok("checkout", "-q", "-b", "third", "HEAD~")
  repo.ok("rm", "-q", "new name.ipynb")
  repo.ok("commit", "-qm", "gone")
  const { status, out } = repo.git(["merge", "main"])
  assert.equal(status, 1)
  assert.match(out, /CONFLICT \(modify\/delete\)/)
  assert.deepEqual(sources(await repo.read("new name.ipynb")), ["1"])
})

test("differences read as code: cells, their headers, what they show in a line, and no counts or ids", async () => {
  await using repo = await begun("a.ipynb", ["%%data digits\nconst a = 1", "const b = 2"])
  const now = JSON.parse(notebookOf(["%%data digits\nconst a = 10", "const b = 2"]))
  now.cells[0].execution_count = 5
  now.cells[0].outputs = [
    { data: { "image/png": "iVBORw0KGgo=", "text/plain": "a picture" }, metadata: {}, output_type: "display_data" },
  ]
  await repo.write("a.ipynb", JSON.stringify(now))
  const diff = repo.ok("diff")
  const changes = diff.split("\n").filter(line => /^[-+](?![-+])/.test(line))
  assert.deepEqual(changes, [
    "-const a = 1",
    "-// → stdout: stale",
    "+const a = 10",
    "+// → a picture",
    "+// → image/png 12 bytes #929e08d5",
  ])
  assert.match(diff, /^ \/\/ %%\n %%data digits$/m)
  await repo.kaon("git", "install", "--outputs", "none")
  assert.deepEqual(
    repo
      .ok("diff")
      .split("\n")
      .filter(line => /^[-+](?![-+])/.test(line)),
    ["-const a = 1", "+const a = 10"],
  )
  // What git keeps, stages and applies is the file itself.
  assert.equal(repo.git(["apply", "-R", "--check"], repo.ok("diff", "--no-textconv")).status, 0)
  // What is no notebook is shown as it is.
  await repo.commit("b.ipynb", "not a notebook\n")
  await repo.write("b.ipynb", "still not\n")
  assert.match(repo.ok("diff", "b.ipynb"), /-not a notebook\n\+still not/)
  assert.match(
    repo.git(["difftool", "-y", "-t", "kaon", "HEAD~", "HEAD", "--", "a.ipynb"]).out,
    /-const a = 1\n\+const a = 10/,
  )
})

test("install twice is as good as once, uninstall takes away what it put there, and nobody else's lines change", async () => {
  await using repo = await repository()
  const before = "* text=auto\n*.ipynb filter=strip diff=other"
  await repo.write(".gitattributes", before)
  repo.ok("config", "diff.other.textconv", "cat")
  const settings = await repo.read(".git/config")
  assert.equal((await repo.kaon("git", "status")).status, 1)
  await repo.kaon("git", "install")
  const [attributes, config] = [await repo.read(".gitattributes"), await repo.read(".git/config")]
  assert.equal(attributes, `${before}\n*.ipynb diff=kaon merge=kaon\n`)
  await repo.kaon("git", "install")
  assert.deepEqual([await repo.read(".gitattributes"), await repo.read(".git/config")], [attributes, config])
  assert.match(repo.ok("check-attr", "-a", "x.ipynb"), /diff: kaon[\s\S]*merge: kaon[\s\S]*filter: strip/)
  assert.deepEqual(JSON.parse((await repo.kaon("git", "status", "--json")).out), {
    inUse: true,
    works: true,
    scopes: [
      { scope: "local", installed: true, works: true },
      { scope: "global", installed: false, works: null },
    ],
  })
  assert.equal((await repo.kaon("git", "uninstall")).status, 0)
  assert.deepEqual([await repo.read(".gitattributes"), await repo.read(".git/config")], [`${before}\n`, settings])
  assert.match((await repo.kaon("git", "uninstall")).out, /Nothing to remove/)
})

test("for all repositories: the person's own settings and attributes, which may be elsewhere", async () => {
  await using repo = await repository()
  assert.equal((await repo.kaon("git", "install", "--global")).status, 0)
  assert.match(repo.ok("check-attr", "merge", "--", "x.ipynb"), /kaon/)
  assert.equal(existsSync(join(repo.home, ".config", "git", "attributes")), true)
  assert.equal(existsSync(join(repo.path, ".gitattributes")), false)
  await repo.kaon("git", "uninstall", "--global")
  assert.equal(existsSync(join(repo.home, ".config", "git", "attributes")), false)
  repo.ok("config", "--global", "core.attributesFile", "~/my attributes")
  await repo.kaon("git", "install", "--global")
  assert.equal(existsSync(join(repo.home, "my attributes")), true)
  assert.equal((await repo.kaon("git", "install", "--global", "--local")).status, 2)
  assert.equal((await repo.kaon("git", "install", "--outputs", "some")).status, 2)
})

test("outside of a repository the installation says so", async () => {
  await using repo = await repository()
  const { status, err } = await repo.kaon("git", "status", "--json")
  assert.deepEqual([status, err], [1, ""])
  const { kaon } = await import("./command.ts")
  const outside = await kaon(["git", "install"], { cwd: repo.home, env: { GIT_CEILING_DIRECTORIES: repo.path } }).ended
  assert.equal(outside.status, 2)
  assert.match(outside.err, /no git repository/)
})

test("where Kaon is not there any more, git does as it would without it", async () => {
  await using repo = await begun("a.ipynb", three)
  const gone = settingsOf({ node: "/nowhere/it's node", main: "/nowhere/main.ts" }, "summary")
  for (const [name, value] of Object.entries(gone)) repo.ok("config", name, value)
  await branches(repo, "a.ipynb", notebookOf(["ours", ...three.slice(1)]), notebookOf(["theirs", ...three.slice(1)]))
  assert.match(repo.ok("diff", "HEAD~"), /-\s+"const a = 1"\n\+\s+"ours"/)
  assert.equal(repo.git(["merge", "theirs"]).status, 1)
  assert.match(await repo.read("a.ipynb"), /<<<<<<< ours[\s\S]*"ours"[\s\S]*"theirs"[\s\S]*>>>>>>> theirs/)
  assert.match((await repo.kaon("git", "status")).out, /not there any more/)
})

test("the merge tool asks about each conflict, and leaves the file as it was where one is not decided", async () => {
  await using repo = await begun("a.ipynb", three)
  const ours = notebookOf(["const a = 10", "const b = 20", "const c = 3"])
  await branches(repo, "a.ipynb", ours, notebookOf(["const a = 11", "const b = 21", "const c = 3"]))
  // Who installs after the merge has a text conflict in the file.
  repo.ok("-c", "merge.kaon.driver=git merge-file %A %O %B", "config", "--get", "merge.kaon.driver")
  repo.git(["-c", "merge.kaon.driver=git merge-file %A %O %B", "merge", "theirs"])
  const torn = await repo.read("a.ipynb")
  assert.throws(() => JSON.parse(torn))
  assert.equal(repo.git(["mergetool", "-y", "-t", "kaon"], "t\n").status, 1)
  assert.equal(await repo.read("a.ipynb"), torn)
  const { status, err } = repo.git(["mergetool", "-y", "-t", "kaon"], "t\nnonsense\nb\n")
  assert.equal(status, 0, err)
  assert.deepEqual(sources(await repo.read("a.ipynb")), ["const a = 11", "const b = 20\nconst b = 21", "const c = 3"])
  assert.equal(repo.ok("diff", "--name-only", "--diff-filter=U"), "")
})

test("a script in percent format merges as code; a conflict over several of its cells is said before anything runs", async () => {
  await using repo = await repository()
  await repo.commit("a.ts", "// %% One\nconst a = 1\n\n// %% Two\nconst b = 2\n\n// %% Three\nconst c = 3\n")
  repo.ok("checkout", "-qb", "theirs")
  await repo.commit("a.ts", "// %% One\nconst a = 1\n\n// %% Two\nconst b = 2\n\n// %% Three\nconst c = 30\n")
  repo.ok("checkout", "-q", "main")
  await repo.commit("a.ts", "// %% One\nconst a = 10\n\n// %% Two\nconst b = 2\n\n// %% Three\nconst c = 3\n")
  repo.ok("merge", "-q", "theirs")
  assert.match(await repo.read("a.ts"), /a = 10[\s\S]*c = 30/)
  await repo.write(
    "a.ts",
    "// %%\nconst a = 1\n<<<<<<< HEAD\nconst b = 2\n// %%\nconst c = 3\n=======\nconst b = 3\n>>>>>>> theirs\n",
  )
  const { status, err } = await repo.kaon("run", "a.ts")
  assert.equal(status, 1)
  assert.match(err, /MERGE_CONFLICT/)
})
