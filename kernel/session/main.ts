import { flushCompileCache } from "node:module"
import { MessageChannel, Worker } from "node:worker_threads"
import { type FromMain, shared, type ToMain } from "../runtime/protocol.ts"
import { log } from "./log.ts"
import type { WorkerData } from "./worker.ts"

/*
 * The kernel process: `node start.mjs <connection file>`. This thread runs the user's code and nothing else; the worker that it
 * starts first owns the sockets and the protocol, so both load side by side.
 */
// Taken now: cells get a process.exit of their own.
const leave = process.exit.bind(process)
const file = process.argv[2]
if (file === undefined) {
  process.stderr.write(
    "usage: node kernel/session/start.mjs <connection file>\nA Jupyter client starts the kernel; `kaon kernel install` makes it known to them.\n",
  )
  process.exit(2)
}
const state = new Int32Array(new SharedArrayBuffer(shared.size * Int32Array.BYTES_PER_ELEMENT))
const answers = new MessageChannel()
const data: WorkerData = { file, state, answers: answers.port2 }
const worker = new Worker(new URL("./startworker.mjs", import.meta.url), {
  workerData: data,
  transferList: [answers.port2],
  // Messages live shortly: a small young generation keeps the thread's memory down. One of 2 MB is too small for the tree of a typed
  // cell, whose round trip then takes a fifth longer.
  resourceLimits: { maxYoungGenerationSizeMb: 3 },
  stdout: false,
  stderr: false,
})
worker.once("error", cause => {
  const known = cause as Error & { code?: string; fix?: string }
  const expected = known.name === "KaonError"
  log(expected ? [known.message, known.fix].filter(Boolean).join(" ") : `the protocol thread ended: ${known.stack}`)
  // Not before the thread is gone: an exit with ZeroMQ's threads at work aborts the process.
  worker.once("exit", () => leave(known.code === "CONNECTION_INVALID" ? 2 : 1))
})

const { startMain } = await import("./mainthread.ts")
const handle = startMain(
  { post: (message: FromMain, transfer) => worker.postMessage(message, transfer), state, answers: answers.port1 },
  process.cwd(),
)
worker.on("message", (message: ToMain) => handle(message))
// A kernel that is killed later has kept what it compiled.
setTimeout(flushCompileCache, 1000).unref()
