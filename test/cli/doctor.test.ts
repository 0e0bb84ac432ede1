import assert from "node:assert/strict"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { z } from "zod"
import { findOnnx } from "../../kernel/native/index.ts"
import { skip as withoutOnnx } from "../models/onnx.ts"
import { library, skip as withoutNative } from "../native/library.ts"
import { main, start } from "./command.ts"

const report = z.object({
  findings: z.array(
    z.object({
      what: z.string(),
      state: z.enum(["ok", "note", "broken"]),
      detail: z.string(),
      fix: z.string().optional(),
    }),
  ),
})

/** What the doctor says, by what it is about. */
async function findings(env: NodeJS.ProcessEnv) {
  const { status, out } = await start(process.execPath, [main, "doctor", "--json"], { env }).ended
  assert.equal(status, 0, out)
  return new Map(report.parse(JSON.parse(out)).findings.map(finding => [finding.what, finding]))
}

test("where nothing faster is installed the doctor names the commands that change it, and all still works", async () => {
  const home = await mkdtemp(join(tmpdir(), "kaon-doctor-"))
  try {
    const found = await findings({ KAON_HOME: home, KAON_TENSORFLOW: "" })
    assert.equal(found.get("Kernel")?.state, "ok")
    const [tensors, onnx] = [found.get("Tensors")!, found.get("ONNX models")!]
    assert.deepEqual([tensors.state, onnx.state], ["note", "note"])
    assert.match(tensors.detail, /TensorFlow\.js in JavaScript/)
    assert.match(tensors.fix!, /kaon setup native/)
    assert.match(onnx.fix!, /kaon setup onnx/)
  } finally {
    await rm(home, { recursive: true })
  }
})

test("what is installed is told with its version and place", { skip: withoutNative || withoutOnnx }, async () => {
  const found = await findings({})
  const tensors = found.get("Tensors")!
  assert.match(tensors.detail, new RegExp(`TensorFlow ${library!.version.replaceAll(".", "\\.")}, [CG]PU`))
  assert.ok(tensors.detail.includes(library!.installed.folder))
  assert.equal(found.get("ONNX models")?.detail, `ONNX Runtime (${findOnnx()})`)
})
