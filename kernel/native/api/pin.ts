import type * as Ffi from "node:ffi"

/** Flags of dlopen(3): resolve everything now, and keep the library until the process is gone. */
const flags: Partial<Record<NodeJS.Platform, number>> = { linux: 2 | 0x1000, darwin: 2 | 0x80 }
const devNull = "/dev/null"
const writeOnly = 1

/**
 * Loads a library so that it stays: TensorFlow's threads would run on in unmapped memory where Node closes it at exit. What
 * its start writes to the standard error (no setting holds it back) is dropped.
 */
export function pin(ffi: typeof Ffi, path: string): void {
  if (process.platform === "win32") {
    ffi
      .dlopen("kernel32.dll", { LoadLibraryA: { arguments: ["string"], return: "pointer" } })
      .functions.LoadLibraryA(path)
    return
  }
  const { functions: c } = ffi.dlopen(null, {
    dlopen: { arguments: ["string", "int32"], return: "pointer" },
    open: { arguments: ["string", "int32"], return: "int32" },
    dup: { arguments: ["int32"], return: "int32" },
    dup2: { arguments: ["int32", "int32"], return: "int32" },
    close: { arguments: ["int32"], return: "int32" },
  })
  const kept = c.dup(2)
  const silent = c.open(devNull, writeOnly)
  c.dup2(silent, 2)
  try {
    c.dlopen(path, flags[process.platform] ?? 2)
  } finally {
    c.dup2(kept, 2)
    c.close(silent)
    c.close(kept)
  }
}
