import assert from "node:assert/strict"
import { test } from "node:test"
import { computing } from "../../electron/renderer/frame/computing.ts"
import { en } from "../../electron/renderer/words/en.ts"

const native = { name: "tensorflow", version: "2.21.0", variant: "native" } as const
const script = { name: "javascript", why: "it is not installed", fix: "Install it." } as const

test("the status bar names what the kernel has loaded, and says where that is nothing yet", () => {
  assert.equal(computing(native, en), "TensorFlow 2.21.0 · CPU · not loaded yet")
  assert.equal(computing(script, en), "TensorFlow.js · not loaded yet")
  assert.equal(computing({ ...native, loaded: { ...native, threads: 8 } }, en), "TensorFlow 2.21.0 · CPU · 8 threads")
  assert.equal(computing({ ...script, loaded: { name: "javascript", threads: 1 } }, en), "TensorFlow.js · 1 thread")
})

test("a library that is installed is not named while the kernel computes in JavaScript, nor its version where another was loaded", () => {
  assert.equal(computing({ ...native, loaded: { name: "javascript", threads: 1 } }, en), "TensorFlow.js · 1 thread")
  const gpu = { name: "tensorflow", version: "2.22.0", variant: "gpu", threads: 4 } as const
  assert.equal(computing({ ...native, loaded: gpu }, en), "TensorFlow 2.22.0 · GPU · 4 threads")
})
