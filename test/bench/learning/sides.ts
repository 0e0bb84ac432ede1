import { spawnSync } from "node:child_process"
import path from "node:path"
import { z } from "zod"
import { findInstalled } from "../../../kernel/native/index.ts"
import { installKeras, installTfjsNode, installTorch, type Place, pythonIn } from "./install.ts"

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

/** One who takes part, or who would, and why not. */
export type Peer = Side | { name: string; why: string }

/**
 * Keras on the wheel of the same version, twice: as its users run it, and with many steps in one call (steps_per_execution),
 * which helps small networks; PyTorch; tfjs-node on the same wheel.
 */
export function peers(): Peer[] {
  const version = native?.version ?? "2.21.0"
  const keras = installKeras(version)
  const tfjs = "why" in keras ? keras : installTfjsNode(keras.folder)
  const kerasSide = (name: string, steps: number) =>
    peer(name, version, keras, folder => [pythonIn(folder), here("keras_side.py")], [steps])
  return [
    kerasSide("keras", 1),
    kerasSide("keras, 16 steps a call", 16),
    peer("pytorch", "2.15.0", installTorch(), folder => [pythonIn(folder), here("torch_side.py")]),
    peer("tfjs-node", "4.22.0", tfjs, folder => [process.execPath, here("tfjs_node_side.ts"), folder]),
  ]
}

/** A peer by the command that measures it, which is given the network and the sizes. */
function peer(
  name: string,
  version: string,
  place: Place,
  command: (folder: string) => [program: string, ...args: string[]],
  more: readonly number[] = [],
): Peer {
  if ("why" in place) return { name, why: place.why }
  const [program, ...args] = command(place.folder)
  const measure: Side["measure"] = (network, { examples, epochs, predictions }) =>
    run(program, [...args, network, examples, epochs, predictions, ...more])
  return { name, version, measure }
}
