import { type MessagePort, workerData } from "node:worker_threads"
import { startKernel } from "./kernel.ts"
import { log } from "./log.ts"

/** What the main thread hands to the worker. */
export interface WorkerData {
  file: string
  state: Int32Array
  answers: MessagePort
}

await startKernel(workerData as WorkerData)
// A request that trips over a fault of ours is lost alone: the user's state is on the other thread, and outlives it.
process.on("uncaughtException", cause => log(`a fault in the protocol thread: ${cause.stack}`))
