import { findInstalled, type Installed } from "./setup/place.ts"

type Environment = Record<string, string | undefined>

/** Why there is no native TensorFlow: what it is, and the command that changes it. */
export interface Missing {
  why: string
  fix: string
  /** What to type in a terminal, where that is all that is to be done. */
  command?: string
}

export const isMissing = (found: Installed | Missing): found is Missing => "why" in found

/** The library that this process would load, without loading it, or why it would load none. Reads one small file. */
export function expected(env: Environment = process.env): Installed | Missing {
  const installed = findInstalled(env)
  if (installed === undefined) {
    return env.KAON_TENSORFLOW === "off"
      ? { why: "KAON_TENSORFLOW is off", fix: "Unset KAON_TENSORFLOW." }
      : { why: "it is not installed", fix: "Install it: kaon setup native.", command: "kaon setup native" }
  }
  if (!canCall()) {
    return {
      why: `this Node (${process.versions.node}) cannot call native libraries`,
      fix: "Start Kaon with its own Node (npm start), without --no-experimental-ffi.",
    }
  }
  return installed
}

const canCall = (): boolean => quietly(() => process.getBuiltinModule("node:ffi")) !== undefined

/** Node greets the first use of its foreign function interface with a warning, which would be an output of a cell. */
export function quietly<T>(run: () => T): T {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return run()
  } finally {
    process.emitWarning = emitWarning
  }
}
