import { isLibrary, loadLibrary } from "../../native/index.ts"
import { NotCompilable } from "../native/emit.ts"
import { nativeEngine } from "../native/engine.ts"
import { eagerEngine } from "./eager.ts"
import type { Engine } from "./engine.ts"
import type { Plan } from "./plan.ts"

/** Reasons that were told in this process: each is told once. */
const told = new Set<string>()

/** The fastest engine that can do this training: native TensorFlow where it is installed, else TensorFlow.js. */
export function chooseEngine(
  { step, batchSize, train, stream }: Plan,
  tell: (note: string) => void = console.warn,
): Engine {
  const library = loadLibrary()
  if (!isLibrary(library)) return eagerEngine(step)
  try {
    return nativeEngine(library, step, Math.min(batchSize, stream?.rows ?? train.size))
  } catch (cause) {
    if (!(cause instanceof NotCompilable)) throw cause
    const note = `This model trains on TensorFlow.js, slower than on native TensorFlow: ${cause.message}.`
    if (!told.has(note)) tell(note)
    told.add(note)
    return eagerEngine(step)
  }
}
