import { enableCompileCache } from "node:module"
import { type MessagePort, workerData } from "node:worker_threads"

/** What the main thread hands to the worker. */
export interface WorkerData {
  file: string
  state: Int32Array
  answers: MessagePort
  started: number
}

enableCompileCache()
const { startKernel } = await import("./kernel.ts")
await startKernel(workerData as WorkerData)
