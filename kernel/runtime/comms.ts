import type { Run, Runs } from "./cells.ts"
import { type Binary, copied, jsonOf } from "./commdata.ts"
import { randomUUID } from "./ids.ts"
import type { CommMessage, Wires } from "./protocol.ts"
import { describeThrown } from "./thrown.ts"

export interface CommExtras {
  /** Sent as they are, outside the JSON; copied at once, so they may be changed afterwards. */
  buffers?: readonly Binary[]
  metadata?: Record<string, unknown>
}

export type CommListener<Data> = (
  data: Data,
  buffers: Uint8Array<ArrayBuffer>[],
  metadata: Record<string, unknown>,
) => unknown

/** One conversation with the front end. Once it is closed, by either side, nothing is sent any more. */
export interface Comm {
  readonly id: string
  readonly target: string
  readonly closed: boolean
  /** @throws where JSON cannot hold the data */
  send(data: unknown, extras?: CommExtras): void
  close(data?: unknown, extras?: CommExtras): void
  /** Told every message of the front end from now on. */
  onMessage<Data = Record<string, unknown>>(listener: CommListener<Data>): void
  /** Told once, when the front end closes the comm. */
  onClose<Data = Record<string, unknown>>(listener: CommListener<Data>): void
}

export type TargetHandler<Data = Record<string, unknown>> = (
  comm: Comm,
  data: Data,
  buffers: Uint8Array<ArrayBuffer>[],
  metadata: Record<string, unknown>,
) => unknown

export interface CommApi {
  /** Comms that the front end opens with this target's name go to the handler; a later one takes its place. */
  register<Data = Record<string, unknown>>(target: string, handler: TargetHandler<Data>): void
  /** Comms to this target are refused from now on; those that are open stay so. */
  unregister(target: string): void
  /** Opens a comm to the front end. */
  open(target: string, data?: unknown, extras?: CommExtras): Comm
}

type Listener = CommListener<never>

interface OpenComm {
  comm: Comm
  listeners: Record<"msg" | "close", Set<Listener>>
  end(): void
}

/** Milliseconds that the front end waits at most for handlers that are asynchronous, before it hears that the message is dealt with. */
const patience = 1000

/** The comms of user code: those that it opened, and those that the front end opened to one of its targets. */
export class Comms {
  readonly api: CommApi
  readonly #wires: Wires
  readonly #runs: Runs
  readonly #targets = new Map<string, TargetHandler<never>>()
  readonly #open = new Map<string, OpenComm>()

  constructor(wires: Wires, runs: Runs) {
    this.#wires = wires
    this.#runs = runs
    this.api = {
      register: (target, handler) => void this.#targets.set(target, handler),
      unregister: target => void this.#targets.delete(target),
      open: (target, data, extras) => {
        const id = randomUUID()
        this.#post("open", id, target, data, extras)
        return this.#add(id, target).comm
      },
    }
  }

  /** Hands a message of the front end to whom it is for. What goes wrong there is reported under the message. */
  async receive(message: CommMessage): Promise<void> {
    const run = this.#runs.openMessage(message.run)
    const work = this.#runs.within(run, () => Promise.all(this.#deliver[message.event](message, run)))
    const waited = Promise.withResolvers<void>()
    const timer = setTimeout(waited.resolve, patience).unref()
    await Promise.race([work, waited.promise])
    clearTimeout(timer)
    this.#wires.post({ type: "handled", run: run.number })
    this.#runs.close(run.number)
  }

  readonly #deliver: Record<CommMessage["event"], (message: CommMessage, run: Run) => Promise<void>[]> = {
    open: (message, run) => {
      const handler = this.#targets.get(message.target)
      if (handler === undefined) {
        this.#post("close", message.id)
        return []
      }
      const { comm } = this.#add(message.id, message.target)
      const listener: Listener = (...said) => handler(comm, ...said)
      return [this.#call(listener, message, run, () => comm.close())]
    },
    msg: (message, run) => {
      const known = this.#open.get(message.id)
      if (known === undefined) this.#post("close", message.id)
      return [...(known?.listeners.msg ?? [])].map(listener => this.#call(listener, message, run))
    },
    close: (message, run) => {
      const known = this.#open.get(message.id)
      known?.end()
      return [...(known?.listeners.close ?? [])].map(listener => this.#call(listener, message, run))
    },
  }

  async #call(
    listener: Listener,
    { data, buffers, metadata }: CommMessage,
    run: Run,
    failed?: () => void,
  ): Promise<void> {
    try {
      await listener(data as never, buffers, metadata)
    } catch (cause) {
      this.#wires.post({ type: "late", run: run.number, error: describeThrown(cause) })
      failed?.()
    }
  }

  #add(id: string, target: string): OpenComm {
    const listeners = { msg: new Set<Listener>(), close: new Set<Listener>() }
    let closed = false
    const listen = (event: "msg" | "close") => (listener: Listener) => void listeners[event].add(listener)
    const end = () => {
      closed = true
      if (this.#open.get(id) === known) this.#open.delete(id)
    }
    const comm: Comm = {
      id,
      target,
      get closed() {
        return closed
      },
      send: (data, extras) => {
        if (!closed) this.#post("msg", id, "", data, extras)
      },
      close: (data, extras) => {
        if (closed) return
        end()
        this.#post("close", id, "", data, extras)
      },
      onMessage: listen("msg"),
      onClose: listen("close"),
    }
    const known: OpenComm = { comm, listeners, end }
    this.#open.get(id)?.end()
    this.#open.set(id, known)
    return known
  }

  #post(event: CommMessage["event"], id: string, target = "", data: unknown = {}, extras: CommExtras = {}): void {
    const buffers = (extras.buffers ?? []).map(copied)
    const message = { data: jsonOf(data), metadata: jsonOf(extras.metadata ?? {}) as Record<string, unknown> }
    this.#wires.post(
      { type: "comm", run: this.#runs.number(), event, id, target, ...message, buffers },
      buffers.map(({ buffer }) => buffer),
    )
  }
}
