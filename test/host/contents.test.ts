import assert from "node:assert/strict"
import { mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { hostOf, workspace } from "./hosts.ts"

const at = (path: string) => `/api/contents/${path.split("/").map(encodeURIComponent).join("/")}`

test("paths that lead upwards, hidden files and links out of the folder are not served, however they are spelt", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  writeFileSync(join(space.folder, ".secret"), "x")
  mkdirSync(join(space.folder, "sub"))
  symlinkSync("/etc", join(space.folder, "etc"))
  symlinkSync("/etc/passwd", join(space.folder, "sub", "passwd"))
  const tries = [
    "%2e%2e/x",
    "..%2f..%2fetc%2fpasswd",
    "sub/%2e%2e/%2e%2e/x",
    ".secret",
    "%2esecret",
    ".kaon/host.json",
    "sub/.x",
    "etc/passwd",
    "etc",
    "sub/passwd",
    "a%00b",
    "sub%2f..%2f.secret",
  ]
  for (const path of tries) {
    for (const prefix of ["/api/contents/", "/files/"]) {
      const { status } = await host.ask("GET", prefix + path)
      assert.ok(status === 400 || status === 404, `${prefix}${path} gave ${status}`)
    }
    const put = await host.ask("PUT", `/api/contents/${path}`, { type: "file", format: "text", content: "x" })
    assert.ok(put.status === 400 || put.status === 404, `PUT ${path} gave ${put.status}`)
  }
  assert.deepEqual(
    (await host.ask("GET", "/api/contents/")).json().content.map(({ name }: { name: string }) => name),
    ["sub"],
  )
  writeFileSync(join(space.folder, "a.txt"), "x")
  for (const path of ["../b.txt", ".b", "etc/b", "/../../b.txt"]) {
    const moved = await host.ask("PATCH", at("a.txt"), { path })
    assert.ok(moved.status === 400 || moved.status === 404, `PATCH to ${path} gave ${moved.status}`)
  }
})

test("a notebook is saved with every field that nobody knows, and untouched cells keep their lines", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const text = `{
  "cells": [
    {"cell_type": "code", "execution_count": 1, "id": "a", "metadata": {"x-team": {"deep": [1.0, 2e5]}}, "outputs": [
      {"output_type": "display_data", "data": {"application/x": {"v": 1.0}}, "metadata": {}, "x-unknown": true}], "source": ["let a = 1\\n", "a"]},
    {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "# one"}
  ],
  "metadata": {"x-own": 3.0, "kernelspec": {"name": "kaon", "display_name": "TypeScript (Kaon)"}},
  "nbformat": 4, "nbformat_minor": 5, "x-top": "kept"
}
`
  const file = join(space.folder, "a.ipynb")
  writeFileSync(file, text)
  const opened = (await host.ask("GET", at("a.ipynb"))).json()
  assert.equal(opened.type, "notebook")
  assert.equal(opened.content.cells[0].source, "let a = 1\na")
  opened.content.cells[1].source = "# two"
  const saved = await host.ask("PUT", at("a.ipynb"), { type: "notebook", format: "json", content: opened.content })
  assert.equal(saved.status, 200)
  const after = readFileSync(file, "utf8")
  assert.match(after, /"x-top": "kept"/)
  assert.match(after, /1\.0/)
  assert.match(after, /2e5/)
  assert.match(after, /"x-unknown": true/)
  assert.match(after, /# two/)
  assert.ok(!after.includes("trusted"))
})

test("a script opens as a notebook where that is asked, as text where not, and is saved as the script it was", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const script = "// %% first\nconst a = 1\n\n// %% [markdown]\n// # Title\n\n// %%train cnn --batch 32\nfit(a)\n"
  const file = join(space.folder, "p.ts")
  writeFileSync(file, script)
  assert.equal((await host.ask("GET", at("p.ts"))).json().content, script)
  const { content } = (await host.ask("GET", `${at("p.ts")}?type=notebook`)).json()
  assert.deepEqual(
    content.cells.map(({ cell_type }: { cell_type: string }) => cell_type),
    ["code", "markdown", "code"],
  )
  await host.ask("PUT", at("p.ts"), { type: "notebook", format: "json", content })
  assert.equal(readFileSync(file, "utf8"), script)
  content.cells[0].source = "const a = 2"
  await host.ask("PUT", at("p.ts"), { type: "notebook", format: "json", content })
  assert.equal(readFileSync(file, "utf8"), script.replace("a = 1", "a = 2"))
  content.cells[0].source = "const a = 3"
  await host.ask("PUT", at("p.ts"), { type: "notebook", format: "json", content })
  assert.equal(readFileSync(file, "utf8"), script.replace("a = 1", "a = 3"))
})

test("a save over a change from outside is refused with the file as it is now, by hash and by time", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const file = join(space.folder, "a.txt")
  const put = (body: object) => host.ask("PUT", at("a.txt"), { type: "file", format: "text", ...body })
  const first = (await put({ content: "one" })).json()
  assert.equal(first.hash.length, 64)
  const second = (await put({ content: "two", hash: first.hash })).json()
  writeFileSync(file, "outside")
  utimesSync(file, new Date(), new Date(Date.now() + 5000))
  for (const known of [{ hash: second.hash }, { last_modified: second.last_modified }]) {
    const refused = await put({ content: "three", ...known })
    assert.equal(refused.status, 409)
    assert.equal(refused.json().current.content, "outside")
    assert.equal(readFileSync(file, "utf8"), "outside")
  }
  const current = (await host.ask("GET", `${at("a.txt")}?hash=1`)).json()
  assert.equal((await put({ content: "three", last_modified: current.last_modified })).status, 200)
  assert.equal((await put({ content: "four" })).status, 200)
  const { hash } = (await host.ask("GET", `${at("a.txt")}?content=0&hash=1`)).json()
  rmSync(file)
  const gone = await put({ content: "five", hash })
  assert.deepEqual([gone.status, gone.json().current], [409, null])
})

test("of two saves at once that know the same file, one wins and one hears of it", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const put = (content: string, hash?: string) =>
    host.ask("PUT", at("a.txt"), { type: "file", format: "text", content, hash })
  const { hash } = (await put("start")).json()
  const saves = await Promise.all(["x", "y", "z"].map(content => put(content, hash)))
  assert.deepEqual(saves.map(({ status }) => status).sort(), [200, 409, 409])
})

test("files of any bytes come and go, in parts too", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const bytes = Buffer.from([0, 255, 1, 254])
  const content = bytes.toString("base64")
  const made = await host.ask("PUT", at("b.bin"), { type: "file", format: "base64", content })
  assert.equal(made.status, 201)
  const read = (await host.ask("GET", at("b.bin"))).json()
  assert.deepEqual([read.format, read.content, read.size], ["base64", content, 4])
  assert.equal((await host.ask("GET", `${at("b.bin")}?format=text`)).status, 400)
  for (const chunk of [1, 2, -1]) await host.ask("PUT", at("c.bin"), { type: "file", format: "base64", content, chunk })
  assert.deepEqual(readFileSync(join(space.folder, "c.bin")), Buffer.concat([bytes, bytes, bytes]))
  const raw = await fetch(`${host.address}/files/c.bin?token=${host.token}`)
  assert.equal((await raw.arrayBuffer()).byteLength, 12)
  assert.match(raw.headers.get("content-disposition") ?? "", /^attachment/)
  assert.match(raw.headers.get("content-security-policy") ?? "", /^sandbox/)
})

test("what is deleted is in the trash; a name that is taken is not moved over", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  for (const name of ["a.txt", "b.txt"])
    await host.ask("PUT", at(name), { type: "file", format: "text", content: name })
  assert.equal((await host.ask("PATCH", at("a.txt"), { path: "b.txt" })).status, 409)
  assert.equal((await host.ask("DELETE", at("a.txt"))).status, 204)
  assert.equal((await host.ask("GET", at("a.txt"))).status, 404)
  assert.equal((await host.ask("DELETE", "/api/contents/")).status, 400)
})

test("a notebook from elsewhere is not trusted until its owner says so, and stays so when its owner saves it", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const output = { output_type: "display_data", data: { "text/html": "<b>x</b>" }, metadata: {} }
  const cell = { cell_type: "code", id: "a", metadata: {}, source: "x", execution_count: null, outputs: [output] }
  const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }
  writeFileSync(join(space.folder, "a.ipynb"), JSON.stringify(notebook))
  const trusted = async () => (await host.ask("GET", at("a.ipynb"))).json().content.cells[0].metadata.trusted
  assert.equal(await trusted(), false)
  assert.equal((await host.ask("POST", `${at("a.ipynb")}/trust`)).status, 201)
  assert.equal(await trusted(), true)
  const { content } = (await host.ask("GET", at("a.ipynb"))).json()
  content.cells[0].outputs[0].data["text/html"] = "<b>y</b>"
  await host.ask("PUT", at("a.ipynb"), { type: "notebook", format: "json", content })
  assert.equal(await trusted(), true)
  writeFileSync(
    join(space.folder, "a.ipynb"),
    readFileSync(join(space.folder, "a.ipynb"), "utf8").replace("<b>y", "<i>y"),
  )
  assert.equal(await trusted(), false)
})

test("the answer to a save speaks of what was saved, even where the file is changed outside before it is given", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const empty = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 }
  for (const [name, body] of [
    ["a.txt", { type: "file", format: "text", content: "mine" }],
    ["a.ipynb", { type: "notebook", format: "json", content: empty }],
  ] as const) {
    const file = join(space.folder, name)
    writeFileSync(file, "before")
    let changed = false
    const watch = () => {
      if (readFileSync(file, "utf8") === "before") setImmediate(watch)
      else {
        writeFileSync(file, "outside")
        changed = true
      }
    }
    watch()
    const saved = (await host.ask("PUT", at(name), body)).json()
    assert.ok(changed)
    const now = (await host.ask("GET", `${at(name)}?content=0&hash=1&type=file`)).json()
    assert.notEqual(saved.hash, now.hash, name)
    assert.equal((await host.ask("PUT", at(name), { ...body, hash: saved.hash })).status, 409)
  }
})
