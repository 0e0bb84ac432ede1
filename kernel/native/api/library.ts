import type * as Ffi from "node:ffi"
import { KaonError } from "../../contracts/errors.ts"
import { findInstalled, type Installed } from "../setup/place.ts"
import { pin } from "./pin.ts"
import { signatures } from "./signatures.ts"

type Functions = ReturnType<typeof Ffi.dlopen<typeof signatures>>["functions"]

/** TensorFlow's C library in this process. */
export interface Library {
  readonly call: Functions
  readonly ffi: typeof Ffi
  readonly version: string
  readonly installed: Installed
  /** Room for the outcome of a call; one is enough, since this thread makes one call at a time. */
  readonly status: bigint
  /** Throws NATIVE_FAILED with TensorFlow's own words where the last call failed. */
  check(doing: string): void
}

/** Why there is no native TensorFlow: what it is, and the command that changes it. */
export interface Missing {
  why: string
  fix: string
}

let loaded: Library | Missing | undefined

export const isLibrary = (found: Library | Missing): found is Library => "call" in found

/** Loads the installed library, once in each thread. Never throws: says why there is none. */
export function loadLibrary(): Library | Missing {
  loaded ??= load()
  return loaded
}

/** The library where it is loaded already or can be. */
export function requireLibrary(): Library {
  const found = loadLibrary()
  if (isLibrary(found)) return found
  throw new KaonError("NATIVE_UNSUPPORTED", `There is no native TensorFlow: ${found.why}.`, { fix: found.fix })
}

function load(): Library | Missing {
  const setup = "Install it: kaon setup native."
  const installed = findInstalled()
  if (installed === undefined) {
    return process.env.KAON_TENSORFLOW === "off"
      ? { why: "KAON_TENSORFLOW is off", fix: "Unset KAON_TENSORFLOW." }
      : { why: "it is not installed", fix: setup }
  }
  const ffi = quietly(() => process.getBuiltinModule("node:ffi"))
  if (ffi === undefined) {
    return {
      why: `this Node (${process.versions.node}) cannot call native libraries`,
      fix: "Start Kaon with its own Node (npm start), without --no-experimental-ffi.",
    }
  }
  // TensorFlow reads it once, when it is loaded: what it says of itself is no output of a cell.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"
  try {
    pin(ffi, installed.library)
    const { functions } = ffi.dlopen(installed.library, signatures)
    return opened(functions, ffi, installed)
  } catch (cause) {
    return {
      why: `${installed.library} cannot be loaded: ${(cause as Error).message}`,
      fix: "Install it again: kaon setup native --force.",
    }
  }
}

function opened(call: Functions, ffi: typeof Ffi, installed: Installed): Library {
  const status = call.TF_NewStatus()
  const check = (doing: string): void => {
    if (call.TF_GetCode(status) === 0) return
    const message = ffi.toString(call.TF_Message(status)) ?? "no reason given"
    throw new KaonError("NATIVE_FAILED", `TensorFlow could not ${doing}: ${message}`)
  }
  return { call, ffi, installed, status, check, version: ffi.toString(call.TF_Version()) ?? installed.version }
}

/** Node greets the first use of its foreign function interface with a warning, which would be an output of a cell. */
function quietly<T>(run: () => T): T {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return run()
  } finally {
    process.emitWarning = emitWarning
  }
}
