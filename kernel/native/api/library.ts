import { channel } from "node:diagnostics_channel"
import type * as Ffi from "node:ffi"
import { availableParallelism } from "node:os"
import { computingChannel } from "../../contracts/computing.ts"
import { KaonError } from "../../contracts/errors.ts"
import type { Loaded } from "../../contracts/extension.ts"
import { expected, isMissing, type Missing, quietly } from "../expected.ts"
import type { Installed } from "../setup/place.ts"
import { ownThreadsOf } from "./own-threads.ts"
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
  /** Runs code whose sessions get threads of their own; undefined where this build of the library cannot. */
  readonly ownThreads: (<T>(make: () => T) => T) | undefined
}

export type { Missing } from "../expected.ts"

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
  const installed = expected()
  if (isMissing(installed)) return installed
  const ffi = quietly(() => process.getBuiltinModule("node:ffi"))
  // TensorFlow reads it once, when it is loaded: what it says of itself is no output of a cell.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"
  try {
    pin(ffi, installed.library)
    const { lib, functions } = ffi.dlopen(installed.library, signatures)
    return { ...opened(functions, ffi, installed), ownThreads: ownThreadsOf(ffi, lib) }
  } catch (cause) {
    return {
      why: `${installed.library} cannot be loaded: ${(cause as Error).message}`,
      fix: "Install it again: kaon setup native --force.",
    }
  }
}

function opened(call: Functions, ffi: typeof Ffi, installed: Installed): Omit<Library, "ownThreads"> {
  const status = call.TF_NewStatus()
  const check = (doing: string): void => {
    if (call.TF_GetCode(status) === 0) return
    const message = ffi.toString(call.TF_Message(status)) ?? "no reason given"
    throw new KaonError("NATIVE_FAILED", `TensorFlow could not ${doing}: ${message}`)
  }
  const version = ffi.toString(call.TF_Version()) ?? installed.version
  const said: Loaded = {
    name: "tensorflow",
    version,
    variant: installed.variant,
    threads: availableParallelism(),
  }
  channel(computingChannel).publish(said)
  return { call, ffi, installed, status, check, version }
}
