import path from "node:path"
import { findInstalled, isLibrary, type Library, loadLibrary } from "../../kernel/native/index.ts"

/** Where `node test/setup.mjs` installs TensorFlow for the tests, where the machine lets it. */
const prepared = path.resolve(import.meta.dirname, "../../.cache/kaon/cache/tensorflow/native")
if (findInstalled({ KAON_TENSORFLOW: prepared }) !== undefined) process.env.KAON_TENSORFLOW ??= prepared

const found = loadLibrary()

/** The library, or why the tests that need it are skipped. */
export const library: Library | undefined = isLibrary(found) ? found : undefined
export const skip: string | false = isLibrary(found) ? false : `no native TensorFlow: ${found.why}`
