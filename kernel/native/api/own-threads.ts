import type * as Ffi from "node:ffi"

/** LocalDevice::use_global_threadpool_, as C++ names it in the libraries of Linux and macOS. */
const symbol = "_ZN10tensorflow11LocalDevice22use_global_threadpool_E"

/**
 * How many threads an operation may use is a setting of a session that TensorFlow heeds once, in the first session of a
 * process: all share one pool. Unless this switch is off while a session is made; nothing in the C API turns it. Undefined
 * where the library does not export it: its sessions then share the pool as ever.
 */
export function ownThreadsOf(ffi: typeof Ffi, library: Ffi.DynamicLibrary): (<T>(make: () => T) => T) | undefined {
  let shared: bigint
  try {
    shared = library.getSymbol(symbol)
  } catch {
    return undefined
  }
  // Something else by this name would not hold a C++ bool that is true.
  if (ffi.getUint8(shared, 0) !== 1) return undefined
  return make => {
    ffi.setUint8(shared, 0, 0)
    try {
      return make()
    } finally {
      ffi.setUint8(shared, 0, 1)
    }
  }
}
