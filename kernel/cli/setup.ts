import { KaonError } from "../contracts/errors.ts"
import { probe } from "../native/probe.ts"
import { install, type SetupProgress, uninstall } from "../native/setup/install.ts"
import { folderOf } from "../native/setup/place.ts"
import { type Machine, planFor, type SetupPlan, type Variant } from "../native/setup/platform.ts"
import { sources } from "../native/setup/resolve.ts"
import { LiveRegion, styled, terminalOf } from "./terminal.ts"

export interface SetupFlags {
  remove: boolean
  plan: boolean
  force: boolean
}

/** `kaon setup native|gpu|onnx`: installs TensorFlow's own library for all workspaces of this user, or removes it. */
export async function setupVerb(variant: string, { remove, plan: planned, force }: SetupFlags): Promise<void> {
  const terminal = terminalOf(process.stdout)
  if (variant === "onnx") return await setupOnnx(terminal, { remove, plan: planned })
  const chosen = variantOf(variant)
  if (remove) {
    const was = await uninstall(chosen)
    terminal.write(was ? `Removed ${folderOf(chosen)}\n` : `Nothing to remove: ${variant} is not installed.\n`)
    return
  }
  const plan = planFor(chosen, process as Machine)
  if (planned) return void terminal.write(planText(plan))
  const stop = new AbortController()
  const onInterrupt = () => stop.abort()
  process.once("SIGINT", onInterrupt)
  try {
    const { library, version } = await install(plan, {
      sources: sources(),
      signal: stop.signal,
      force,
      progress: progressOf(terminal),
      works: async folder => {
        const found = await probe(folder)
        return "why" in found ? found.why : undefined
      },
    })
    terminal.write(
      `${styled(terminal, "green", "✓")} TensorFlow ${version} is installed: ${library}\n  Notebooks use it from their next start.\n`,
    )
  } finally {
    process.off("SIGINT", onInterrupt)
  }
}

/** ONNX Runtime, for models.open of kaon:models. */
async function setupOnnx(
  terminal: ReturnType<typeof terminalOf>,
  { remove, plan }: Pick<SetupFlags, "remove" | "plan">,
): Promise<void> {
  const { installOnnx, onnxVersion, uninstallOnnx } = await import("../native/setup/onnx.ts")
  if (plan) return void terminal.write(`onnxruntime-node ${onnxVersion}, by npm, without its install script\n`)
  if (remove) {
    const was = await uninstallOnnx()
    return void terminal.write(was ? "Removed ONNX Runtime.\n" : "Nothing to remove: onnx is not installed.\n")
  }
  terminal.write(`installing onnxruntime-node ${onnxVersion} …\n`)
  const folder = await installOnnx()
  terminal.write(`${styled(terminal, "green", "✓")} ONNX Runtime ${onnxVersion} is installed: ${folder}\n`)
}

function variantOf(name: string): Variant {
  if (name === "native" || name === "gpu") return name
  throw new KaonError("USAGE", `There is no setup called ${name}.`, {
    fix: "Use kaon setup native, kaon setup gpu or kaon setup onnx.",
  })
}

const planText = ({ version, variant, wheels, library }: SetupPlan): string =>
  [
    `TensorFlow ${version} into ${folderOf(variant)}`,
    ...wheels.map(({ requirement, tags }) => `  ${requirement} (${tags[0]})`),
    `  to load: ${library}`,
    "",
  ].join("\n")

const verbs = { find: "finding", download: "downloading", unpack: "unpacking" } as const
/** Milliseconds between two drawings. */
const interval = 100

/** One line that is drawn again while bytes come, and a line for each step where nothing can be drawn again. */
function progressOf(terminal: ReturnType<typeof terminalOf>): (progress: SetupProgress) => void {
  const region = new LiveRegion(terminal)
  let [drawn, said, began] = [Number.NEGATIVE_INFINITY, "", 0]
  let first = 0
  return ({ step, file, bytes, total }) => {
    const line = `${verbs[step]} ${file}`
    const now = performance.now()
    if (line !== said) {
      if (!terminal.live) terminal.write(`${line}\n`)
      ;[said, began, first] = [line, now, bytes]
    }
    const ends = bytes === total
    if (!terminal.live || (now - drawn < interval && !ends)) return
    drawn = now
    if (ends) region.settle("")
    else region.draw([total === undefined ? line : `${line} ${amounts(bytes, total, bytes - first, now - began)}`])
  }
}

function amounts(bytes: number, total: number, since: number, milliseconds: number): string {
  const rate = since / Math.max(milliseconds, 1)
  const left = rate > 0 ? `, ${Math.ceil((total - bytes) / rate / 1000)} s left` : ""
  return `${mb(bytes)} of ${mb(total)} MB, ${Math.floor((100 * bytes) / total)} %${left}`
}

const mb = (bytes: number): string => (bytes / 1e6).toFixed(0)
