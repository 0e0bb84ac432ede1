import { randomUUID } from "node:crypto"
import { kernelDied, kernelSilent } from "../client/died.ts"
import { type Exit, KernelProcess, type LaunchSpec } from "../client/process.ts"
import { KaonError } from "../contracts/errors.ts"
import { headerFactory, type RawMessage, RelaySockets, type RequestChannel } from "../wire/index.ts"
import { type Envelope, envelopeOf } from "./envelope.ts"

export interface LifeSpec extends LaunchSpec {
  interruptMode: "signal" | "message"
  /** Milliseconds that the kernel may take to answer for the first time. */
  startWithin: number
}

export type Received = (channel: RequestChannel | "iopub", message: Required<RawMessage>, envelope: Envelope) => void

/** One process of a kernel and the sockets to it; a restart makes another. */
export interface Life {
  pid: number
  exited: Promise<Exit>
  send(channel: RequestChannel, message: RawMessage): void
  interrupt(): Promise<void>
  /** Asks the kernel to end, and ends it by force after `patience` milliseconds. */
  end(restart: boolean, patience?: number): Promise<Exit>
}

/** Ports are chosen free but taken only when the kernel binds: another process may be faster. */
const attempts = 3
const portTaken = /address already in use|EADDRINUSE/i

/**
 * Starts a kernel and waits until it answers and knows this client on every channel. What it says from its first message on
 * goes to `received`, but for the answers to the questions asked here. Throws KERNEL_DIED and KERNEL_NOT_FOUND.
 */
export async function startLife(spec: LifeSpec, received: Received): Promise<Life> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryLife(spec, received)
    } catch (cause) {
      const taken = cause instanceof KaonError && cause.code === "KERNEL_DIED" && portTaken.test(cause.message)
      if (!taken || attempt === attempts) throw cause
    }
  }
}

async function tryLife(spec: LifeSpec, received: Received): Promise<Life> {
  const process = await KernelProcess.launch(spec)
  const { session, header } = headerFactory(randomUUID())
  const sockets = new RelaySockets(process.connection, session)
  const heard = Promise.withResolvers<void>()
  const replies = new Map<string, () => void>()
  const connected = sockets.connect({
    received: (channel, message) => {
      const envelope = envelopeOf(message)
      if (channel === "iopub") heard.resolve()
      if (envelope.parentSession !== session) return received(channel, message, envelope)
      if (channel !== "iopub") replies.get(envelope.parent ?? "")?.()
    },
    dropped: (channel, why) => console.error(`A message on ${channel} was dropped: ${why}.`),
  })
  const ask = (channel: RequestChannel, type: string, content: unknown): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const own = header(type)
    replies.set(own.msg_id, resolve)
    sockets.send(channel, { parts: [own, {}, {}, content].map(part => Buffer.from(JSON.stringify(part))), buffers: [] })
    return promise.finally(() => replies.delete(own.msg_id))
  }
  const exited = process.exited.then(exit => {
    sockets.close()
    return exit
  })
  try {
    const ready = Promise.all([heard.promise, connected])
    const died = exited.then(exit => Promise.reject(kernelDied(exit)))
    await Promise.race([untilKnown(() => ask("shell", "kernel_info_request", {}), ready, spec.startWithin), died])
  } catch (cause) {
    process.kill("SIGKILL")
    await exited
    throw cause
  }
  return {
    pid: process.pid,
    exited,
    send: (channel, message) => sockets.send(channel, message),
    interrupt: async () => {
      if (spec.interruptMode === "signal") process.kill("SIGINT")
      else await Promise.race([ask("control", "interrupt_request", {}), exited])
    },
    end: async (restart, patience = 5000) => {
      void ask("control", "shutdown_request", { restart })
      if ((await process.exitWithin(patience)) === undefined) process.kill("SIGKILL")
      return exited
    },
  }
}

/** Milliseconds after which the question is asked again: a subscription that is not yet known loses its answer on iopub. */
const askAgain = 50

async function untilKnown(ask: () => Promise<void>, ready: Promise<unknown>, within: number): Promise<void> {
  const end = Date.now() + within
  let known = false
  void ready.then(() => {
    known = true
  })
  while (Date.now() < end) {
    if (!(await settled(ask(), end - Date.now()))) break
    if (known || (await settled(ready, askAgain))) return
  }
  throw kernelSilent(within)
}

async function settled(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), milliseconds)
  return Promise.race([promise.then(() => true), late.promise]).finally(() => clearTimeout(timer))
}
