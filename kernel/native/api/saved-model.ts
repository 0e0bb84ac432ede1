import { filledBuffer } from "./buffer.ts"
import { Graph } from "./graph.ts"
import type { Library } from "./library.ts"
import { Session } from "./session.ts"

/** A SavedModel that TensorFlow has loaded: its graph, a session with its variables, and its MetaGraphDef as bytes. */
export interface SavedModel {
  graph: Graph
  session: Session
  metaGraph: Uint8Array
}

/** Loads a folder with the graph that has these tags. Throws NATIVE_FAILED with TensorFlow's words where it cannot. */
export function loadSavedModel(library: Library, folder: string, tags: readonly string[]): SavedModel {
  const { call, ffi, status, check } = library
  const graph = new Graph(library)
  const names = tags.map(tag => Buffer.from(`${tag}\0`))
  const addresses = BigUint64Array.from(names, name => ffi.getRawPointer(name))
  let metaGraph: Uint8Array = new Uint8Array()
  try {
    const session = new Session(graph, "parallel", (_, options) => {
      let pointer = 0n
      metaGraph = filledBuffer(library, buffer => {
        const { length } = names
        pointer = call.TF_LoadSessionFromSavedModel(
          options,
          null,
          folder,
          addresses,
          length,
          graph.pointer,
          buffer,
          status,
        )
        check(`load the SavedModel in ${folder}`)
      })
      return pointer
    })
    return { graph, session, metaGraph }
  } catch (cause) {
    graph[Symbol.dispose]()
    throw cause
  }
}
