import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import path from "node:path"
import { test } from "node:test"
import { folder, main } from "./command.ts"

test("kaon secrets keeps what a pipe gives it, lists names alone, and forgets; a wrong name is a usage error", async () => {
  await using at = await folder()
  const env = { ...process.env, KAON_HOME: path.join(at.path, "home"), KAON_KEYRING: "off" }
  const kaon = (args: readonly string[], input = "") => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "secrets", ...args], {
      cwd: at.path,
      env,
      input,
      encoding: "utf8",
    })
    return { status, said: stdout + stderr }
  }
  assert.match(kaon(["ls"]).said, /There are no secrets/)
  const set = kaon(["set", "HF_TOKEN"], "hf_of_this_folder\n")
  assert.equal(set.status, 0, set.said)
  assert.equal(kaon(["set", "HF_TOKEN", "--everywhere"], "hf_of_all_folders\n").status, 0)
  const { said } = kaon(["ls"])
  assert.match(said, new RegExp(`HF_TOKEN {2}${at.path}`))
  assert.match(said, /HF_TOKEN {2}all folders/)
  assert.ok(!said.includes("hf_of"))
  const wrong = kaon(["set", "a b"], "long enough\n")
  assert.equal(wrong.status, 2)
  assert.match(wrong.said, /cannot be a secret's name/)
  assert.equal(kaon(["rm", "HF_TOKEN"]).status, 0)
  const again = kaon(["rm", "HF_TOKEN"])
  assert.equal(again.status, 1)
  assert.match(again.said, /--everywhere/)
  assert.match(kaon(["ls"]).said, /all folders/)
})
