import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { rmSync } from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { murmur2 } from "../../kernel/debug/murmur.ts"
import { pythonWith } from "../notebook/python.ts"
import { installedPrefix } from "../peers/python.ts"

const python = pythonWith("jupyter_client", "ipykernel")
const skip = python === undefined && "no python with jupyter_client and ipykernel (set KAON_TEST_PYTHON)"
const script = (name: string) => path.join(import.meta.dirname, name)

test("cells are hashed as other kernels and JupyterLab hash them", { skip }, () => {
  const texts = ["", "a", "ab", "abc", "abcd", "const x = 1\nx", "ünï ☃ 🎉", "x".repeat(10_001)]
  for (const seed of [0, 1, 0x6b616f6e, 0xc70f6907]) {
    const { stdout } = spawnSync(python!, [script("murmur.py"), String(seed)], { input: JSON.stringify(texts) })
    assert.deepEqual(
      texts.map(text => murmur2(text, seed)),
      JSON.parse(String(stdout)),
    )
  }
})

test("jupyter_client debugs a cell from beginning to end", { skip }, () => {
  const { prefix, environment } = installedPrefix()
  try {
    const { stdout, stderr } = spawnSync(python!, [script("client_session.py")], { env: environment, timeout: 60_000 })
    assert.notEqual(String(stdout), "", String(stderr))
    assert.deepEqual(JSON.parse(String(stdout)), {
      debugger: true,
      named: true,
      lines: [4],
      stopped: ["breakpoint", 1],
      threads: [1],
      frames: [
        ["twice", 4, true],
        ["In [1]", 6, true],
      ],
      locals: { n: ["20", "number"], result: ["40", "number"] },
      alive: true,
      rich: { "text/plain": "40" },
      next: [6],
      watch: "20",
      result: "42",
      started: false,
    })
  } finally {
    rmSync(prefix, { recursive: true, force: true })
  }
})
