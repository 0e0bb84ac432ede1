import { parentPort } from "node:worker_threads"
import { Cells } from "./cells.ts"
import { Extension, type ExtensionHandlers } from "./extension/extension.ts"
import { graphMethods } from "./extension/graph.ts"

/**
 * Answers the questions `graph` and `plan` of `kaon.v1` about cells that no kernel has run. Nothing of them is run here either.
 */
const extension = new Extension(
  graphMethods({
    cells: new Cells(),
    mutations: { settled: Promise.resolve(), diagnostics: () => [] },
  }) as ExtensionHandlers,
)
parentPort?.on("message", async (request: unknown) => parentPort?.postMessage(await extension.answer(request)))
