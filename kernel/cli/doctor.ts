import { access, constants, readFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { dataFolders, here, listKernelSpecs, ownSpec } from "../client/index.ts"
import { styled, terminalOf } from "./terminal.ts"

interface Finding {
  what: string
  state: "ok" | "note" | "broken"
  detail: string
  fix?: string
}

const oldest = 26

function node(): Finding {
  const major = Number(process.versions.node.split(".")[0])
  const detail = `${process.versions.node} (${process.execPath})`
  return major >= oldest
    ? { what: "Node", state: "ok", detail }
    : {
        what: "Node",
        state: "broken",
        detail,
        fix: `Kaon needs Node ${oldest}: start it with "npx kaon" or "npm start".`,
      }
}

/** Loading the native library and answering is what counts, so a kernel really starts. */
async function kernel(): Promise<Finding> {
  const { startKernel } = await import("../client/start.ts")
  const began = performance.now()
  try {
    await using client = await startKernel({ kernel: "kaon" })
    const { status } = await client.execute("1 + 1")
    const detail = `answers after ${Math.round(performance.now() - began)} ms`
    return status === "ok"
      ? { what: "Kernel", state: "ok", detail }
      : { what: "Kernel", state: "broken", detail: "does not run 1 + 1" }
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    return { what: "Kernel", state: "broken", detail, fix: "Install the packages again: npm ci." }
  }
}

/** What tensors are computed by, why nothing faster does, and the one command that changes it. */
async function backend(): Promise<Finding> {
  const what = "Tensors"
  const { probe } = await import("../native/probe.ts")
  const found = await probe()
  if ("why" in found) {
    const detail = `TensorFlow.js in JavaScript; native TensorFlow: ${found.why}`
    return { what, state: "note", detail, fix: found.fix }
  }
  const { version, devices, folder, variant } = found
  if (devices.includes("GPU")) return { what, state: "ok", detail: `TensorFlow ${version}, GPU (${folder})` }
  const detail = `TensorFlow ${version}, CPU (${folder})`
  if (variant === "native") return { what, state: "ok", detail: `${detail}; for an NVIDIA GPU: kaon setup gpu` }
  const fix = "Check that nvidia-smi sees a GPU, and that its driver is 525 or newer."
  return { what, state: "note", detail: `${detail}; no GPU can be used`, fix }
}

/** What runs and serves ONNX models, which no other library here does. */
async function onnx(): Promise<Finding> {
  const what = "ONNX models"
  const { findOnnx } = await import("../native/setup/onnx.ts")
  const folder = findOnnx()
  if (folder !== undefined) return { what, state: "ok", detail: `ONNX Runtime (${folder})` }
  return { what, state: "note", detail: "cannot be opened or served yet", fix: "For those: kaon setup onnx." }
}

const specFile = z.object({ argv: z.array(z.string()) })

async function installed(): Promise<Finding> {
  const what = "Kernelspec"
  for (const folder of dataFolders(here())) {
    const path = join(folder, "kernels", "kaon", "kernel.json")
    const text = await readFile(path, "utf8").catch(() => undefined)
    if (text === undefined) continue
    const argv = specFile.safeParse(parse(text)).data?.argv ?? []
    const fix = "Install it again: kaon kernel install."
    const [program = "", main = ""] = argv
    const works = await Promise.all([access(program, constants.X_OK), access(main)]).then(
      () => true,
      () => false,
    )
    if (!works) return { what, state: "broken", detail: `${path} names files that are not there`, fix }
    const own = ownSpec().argv.every((arg, i) => arg === argv[i])
    return own
      ? { what, state: "ok", detail: path }
      : { what, state: "note", detail: `${path} is for another copy of Kaon`, fix }
  }
  return {
    what,
    state: "note",
    detail: "not installed for other Jupyter clients",
    fix: "Install it: kaon kernel install.",
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function others(): Promise<Finding> {
  const found = (await listKernelSpecs()).filter(({ language }) => language === "python")
  const detail = found.map(({ name, argv }) => `${name} (${argv[0]})`).join(", ")
  return found.length > 0
    ? { what: "Python kernels", state: "ok", detail }
    : { what: "Python kernels", state: "note", detail: "none found", fix: "For %%python cells: pip install ipykernel." }
}

const signs = { ok: ["green", "✓"], note: ["yellow", "–"], broken: ["red", "✗"] } as const

/** `kaon doctor`: 0 if everything that Kaon needs works, else 1. As JSON: one list of findings. */
export async function doctorVerb(json = false): Promise<number> {
  const terminal = terminalOf(process.stdout)
  let status = 0
  const findings: Finding[] = []
  for (const check of [node, kernel, backend, onnx, installed, others]) {
    const finding = await check()
    const { what, state, detail, fix } = finding
    if (state === "broken") status = 1
    findings.push(finding)
    if (json) continue
    const [colour, sign] = signs[state]
    terminal.write(`${styled(terminal, colour, sign)} ${what.padEnd(15)} ${detail}\n`)
    if (fix !== undefined) terminal.write(`  ${" ".repeat(15)} ${fix}\n`)
  }
  if (json) terminal.write(`${JSON.stringify({ findings }, null, 2)}\n`)
  return status
}
