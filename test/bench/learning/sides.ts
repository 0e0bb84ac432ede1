import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"
import { findInstalled } from "../../../kernel/native/index.ts"

const root = path.resolve(import.meta.dirname, "../../..")
const here = (file: string) => path.join(import.meta.dirname, file)

export interface Sizes {
  examples: number
  epochs: number
  predictions: number
}

const figures = z.object({ rate: z.number(), latency: z.number() })
/** Examples a second in training; ms of one example's prediction. */
export type Measured = z.infer<typeof figures>

/** One who takes part: measures a network in a process of its own, or says why it could not. */
export interface Side {
  name: string
  version: string
  measure(network: string, sizes: Sizes): Measured | string
}

function run(program: string, args: readonly (string | number)[], env: NodeJS.ProcessEnv = {}): Measured | string {
  const done = spawnSync(program, args.map(String), {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2", ...env },
    timeout: 300_000,
  })
  const line = done.stdout?.trim().split("\n").at(-1) ?? ""
  const found = figures.safeParse(parsed(line))
  if (found.success) return found.data
  return done.signal === null ? `failed: ${done.stderr?.trim().split("\n").at(-1)}` : "takes too long"
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** TensorFlow as `node test/setup.mjs` installs it, or as the user has. */
const prepared = path.join(root, ".cache/kaon/cache/tensorflow/native")
export const native = findInstalled({ KAON_TENSORFLOW: prepared }) ?? findInstalled()

const kaon = (env: NodeJS.ProcessEnv, share: number): Side["measure"] => {
  return (network, { examples, epochs, predictions }) =>
    run(process.execPath, [here("kaon_side.ts"), network, Math.ceil(examples * share), epochs, predictions], env)
}

/** Kaon twice: in native TensorFlow, and in JavaScript, on fewer examples. */
export function kaonSides(): Side[] {
  const folder = native?.folder ?? "off"
  return [
    {
      name: "kaon",
      version: `TensorFlow ${native?.version ?? "missing"}`,
      measure: kaon({ KAON_TENSORFLOW: folder }, 1),
    },
    { name: "kaon in JavaScript", version: "tfjs 4.22", measure: kaon({ KAON_TENSORFLOW: "off" }, 0.05) },
  ]
}

const python = path.join(root, ".cache/keras/bin/python")

/**
 * Keras on the wheel of the same version, installed at the first run; why not, where it cannot be. Twice: as its users run it,
 * and with many steps in one call (steps_per_execution), which helps small networks.
 */
export function kerasSides(): Side[] | string {
  const wanted = `tensorflow-cpu==${native?.version ?? "2.21.0"}`
  const stamp = path.join(root, ".cache/keras/kaon-stamp")
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    console.error(`Installing ${wanted} with Keras (once) …`)
    mkdirSync(path.dirname(stamp), { recursive: true })
    const steps = [
      ["python3", ["-m", "venv", path.join(root, ".cache/keras")]],
      [python, ["-m", "pip", "install", "--quiet", wanted]],
    ] as const
    for (const [program, args] of steps) {
      if (spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] }).status !== 0)
        return "pip cannot install it"
    }
    writeFileSync(stamp, wanted)
  }
  const version = wanted.split("==")[1]!
  const side = (name: string, steps: number): Side => ({
    name,
    version,
    measure: (network, { examples, epochs, predictions }) =>
      run(python, [here("keras_side.py"), network, examples, epochs, predictions, steps]),
  })
  return [side("keras", 1), side("keras, 16 steps a call", 16)]
}
