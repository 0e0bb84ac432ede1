import assert from "node:assert/strict"
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { type Keyring, systemKeyring } from "../../kernel/secrets/keyring.ts"
import { SecretStore } from "../../kernel/secrets/store.ts"

async function place() {
  const home = await mkdtemp(path.join(tmpdir(), "kaon-secrets-"))
  const folder = path.join(home, "not", "there", "yet")
  return {
    folder,
    text: () => readFile(path.join(folder, "secrets.json"), "utf8"),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}

const memory = (): Keyring & { kept: Map<string, string> } => {
  const kept = new Map<string, string>()
  return {
    kept,
    read: async account => kept.get(account),
    write: async (account, text) => void kept.set(account, text),
  }
}

test("a secret is there for the next process, and its file holds neither its value nor a readable key", async () => {
  await using at = await place()
  await new SecretStore(at.folder, undefined).set("HF_TOKEN", "hf_very_secret")
  const next = new SecretStore(at.folder, undefined)
  assert.equal(await next.get("HF_TOKEN", "/anywhere"), "hf_very_secret")
  assert.equal(await next.get("OTHER", "/anywhere"), undefined)
  assert.ok(!(await at.text()).includes("hf_very_secret"))
  for (const name of ["secrets.json", "secrets.key"])
    assert.equal((await stat(path.join(at.folder, name))).mode & 0o077, 0, name)
  assert.deepEqual(Object.keys((await next.list())[0]!).toSorted(), ["changed", "name"])
})

test("a secret of a folder is for the notebooks in it alone, and the nearest folder's comes first", async () => {
  await using at = await place()
  const store = new SecretStore(at.folder, undefined)
  await store.set("KEY", "of-everything")
  await store.set("KEY", "of-work", "/work")
  await store.set("ONLY", "of-work-only", "/work")
  assert.equal(await store.get("KEY", "/work/deep/er"), "of-work")
  assert.equal(await store.get("KEY", "/workshop"), "of-everything")
  assert.equal(await store.get("ONLY", "/workshop"), undefined)
  assert.equal(await store.remove("KEY", "/work"), true)
  assert.equal(await store.remove("KEY", "/work"), false)
  assert.equal(await store.get("KEY", "/work"), "of-everything")
})

test("with a keyring no key lies in a file, and without it nothing can be opened", async () => {
  await using at = await place()
  const keyring = memory()
  await new SecretStore(at.folder, keyring).set("KEY", "behind a lock")
  assert.equal(await new SecretStore(at.folder, keyring).get("KEY", "/"), "behind a lock")
  await assert.rejects(stat(path.join(at.folder, "secrets.key")), { code: "ENOENT" })
  await assert.rejects(new SecretStore(at.folder, undefined).get("KEY", "/"), { code: "SECRETS_LOCKED" })
  keyring.kept.clear()
  await assert.rejects(new SecretStore(at.folder, keyring).get("KEY", "/"), { code: "SECRETS_LOCKED" })
})

test("a sealed value that was put under another name or changed by a bit does not open", async () => {
  await using at = await place()
  const store = new SecretStore(at.folder, undefined)
  await store.set("KEY", "the true value")
  const text = await at.text()
  await writeFile(path.join(at.folder, "secrets.json"), text.replace('"KEY"', '"OTHER"'))
  await assert.rejects(store.get("OTHER", "/"), { code: "SECRETS_LOCKED" })
  await writeFile(path.join(at.folder, "secrets.json"), "{ broken")
  await assert.rejects(store.get("KEY", "/"), { code: "SECRETS_LOCKED" })
  await assert.rejects(store.set("KEY", "another value"), { code: "SECRETS_LOCKED" })
})

test("many at once are all kept; names and values that cannot be used are refused", async () => {
  await using at = await place()
  const store = new SecretStore(at.folder, undefined)
  const names = Array.from({ length: 20 }, (_, index) => `KEY_${index}`)
  await Promise.all(names.map(name => store.set(name, `value of ${name}`)))
  assert.equal((await store.list()).length, 20)
  for (const name of names) assert.equal(await store.get(name, "/"), `value of ${name}`)
  await assert.rejects(store.set("a b", "long enough"), { code: "SECRET_INVALID" })
  await assert.rejects(store.set("SHORT", "12345"), { code: "SECRET_INVALID" })
})

test("the system's keyring is called without the key among its arguments, and a missing one is as none", {
  skip: process.platform !== "linux",
}, async () => {
  await using at = await place()
  await mkdir(at.folder, { recursive: true })
  const program = `#!/bin/sh\necho "$@" >> ${at.folder}/calls\nif [ "$1" = store ]; then cat > ${at.folder}/kept; else cat ${at.folder}/kept; fi\n`
  await writeFile(path.join(at.folder, "secret-tool"), program)
  await chmod(path.join(at.folder, "secret-tool"), 0o755)
  const keyring = systemKeyring({ PATH: `${at.folder}:/usr/bin:/bin` })!
  await keyring.write("account", "the key itself")
  assert.equal(await keyring.read("account"), "the key itself")
  assert.ok(!(await readFile(path.join(at.folder, "calls"), "utf8")).includes("the key"))
  assert.equal(await systemKeyring({ PATH: "/nowhere" })!.read("account"), undefined)
  assert.equal(systemKeyring({ KAON_KEYRING: "off" }), undefined)
})
