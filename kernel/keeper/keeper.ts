import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { headerFactory, type RawMessage, type RequestChannel } from "../wire/index.ts"
import { type Envelope, envelopeOf, jsonOf } from "./envelope.ts"
import { JournalWriter } from "./journal/writer.ts"
import { type Life, type LifeSpec, type Received, startLife } from "./life.ts"
import { Origins } from "./origins.ts"
import type { KeeperMethod, KeeperState } from "./protocol.ts"
import { restartPolicy } from "./restarts.ts"

export const journalFolder = (folder: string): string => join(folder, "journal")

export interface KeeperHooks {
  /** The journal grew, or the kernel's state changed. */
  changed(state: KeeperState): void
  /** The kernel has ended and will not come back: so may the keeper. */
  ended(): void
}

/**
 * Keeps one kernel: every message of it is in the journal before anybody sees it, and it is started again when it dies. A kernel
 * that dies again and again stays dead, with the reason in the state, until it is restarted or shut down.
 */
export class Keeper {
  readonly #spec: LifeSpec
  readonly #hooks: KeeperHooks
  readonly #journal: JournalWriter
  readonly #origins = new Origins()
  readonly #mayRestart = restartPolicy()
  readonly #own = headerFactory(randomUUID())
  #life: Life | undefined
  #lives = 0
  #waiting: (() => void)[] = []
  #execution = "starting"
  #reason: string | undefined
  #lastActivity = new Date()
  #closing = false

  constructor(folder: string, spec: LifeSpec, hooks: KeeperHooks) {
    this.#spec = spec
    this.#hooks = hooks
    this.#journal = new JournalWriter({
      folder: journalFolder(folder),
      written: () => hooks.changed(this.state),
      stuck: cause => console.error("The journal cannot be written; it is tried again.", cause),
    })
  }

  get state(): KeeperState {
    return {
      execution: this.#execution,
      lastActivity: this.#lastActivity.toISOString(),
      head: this.#journal.head,
      life: this.#lives,
      pid: this.#life?.pid ?? 0,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
    }
  }

  /** Throws KERNEL_DIED and KERNEL_NOT_FOUND. */
  async start(): Promise<void> {
    this.#lives++
    this.#reason = undefined
    const life = await startLife(this.#spec, this.#received)
    this.#life = life
    void life.exited.then(({ lines }) => this.#onExit(life, lines))
    if (this.#execution === "starting" || this.#execution === "restarting") this.#execution = "idle"
    for (const send of this.#waiting.splice(0)) send()
    this.#hooks.changed(this.state)
  }

  /** Sends a client's message to the kernel; one that starts gets it when it is ready. Messages without valid headers are dropped. */
  send(channel: RequestChannel, from: string, message: RawMessage): void {
    const { id, type } = envelopeOf(message)
    if (channel !== "stdin") this.#origins.add(id, from)
    if (type === "execute_request") this.#journal.add({ channel, type, id, from }, message.parts)
    const content = type === "shutdown_request" ? jsonOf(message.parts[3]) : undefined
    const forGood = content !== undefined && !(content as { restart?: unknown } | null)?.restart
    if (forGood) this.#closing = true
    if (this.#life !== undefined) this.#life.send(channel, message)
    else this.#waiting.push(() => this.#life?.send(channel, message))
  }

  readonly call: Record<KeeperMethod, () => Promise<void>> = {
    interrupt: async () => this.#life?.interrupt(),
    restart: async () => {
      const life = this.#life
      this.#life = undefined
      this.#execution = "restarting"
      this.#waiting = []
      await life?.end(true)
      try {
        await this.start()
      } catch (cause) {
        this.#die(cause)
        throw cause
      }
    },
    shutdown: async () => {
      this.#closing = true
      const life = this.#life
      await life?.end(false)
      this.#journal.flush()
      if (life === undefined) this.#hooks.ended()
    },
  }

  close(): void {
    this.#journal.close()
  }

  readonly #received: Received = (channel, { parts, buffers }, envelope) => {
    this.#lastActivity = new Date()
    if (envelope.type === "status") this.#execution = stateOf(parts[3]) ?? this.#execution
    this.#record(channel, envelope, [...parts, ...buffers])
  }

  #record(channel: RequestChannel | "iopub", { id, type, parent, parentSession }: Envelope, parts: Uint8Array[]): void {
    const to = channel === "iopub" ? undefined : (this.#origins.of(parent, type) ?? parentSession)
    const meta = { channel, type, id, ...(parent === undefined ? {} : { parent }), ...(to === undefined ? {} : { to }) }
    this.#journal.add(meta, parts)
  }

  async #onExit(life: Life, lines: string): Promise<void> {
    if (this.#life !== life) return
    this.#life = undefined
    this.#origins.clear()
    if (this.#closing) {
      this.#journal.flush()
      return this.#hooks.ended()
    }
    if (!this.#mayRestart()) return this.#die(new Error(`The kernel ended again and again. Its last lines:\n${lines}`))
    this.#say("restarting", lines)
    await this.start().catch(cause => this.#die(cause))
  }

  #die(cause: unknown): void {
    this.#waiting = []
    this.#reason = cause instanceof Error ? cause.message : String(cause)
    this.#say("dead", this.#reason)
  }

  /** A status message in the kernel's place, as Jupyter's servers send it when a kernel has gone. */
  #say(execution: "restarting" | "dead", reason: string): void {
    this.#execution = execution
    const header = this.#own.header("status")
    const parts = [header, {}, { kaon: { reason } }, { execution_state: execution }]
    const envelope = { id: header.msg_id, type: "status", parent: undefined, parentSession: undefined }
    this.#record(
      "iopub",
      envelope,
      parts.map(part => Buffer.from(JSON.stringify(part))),
    )
  }
}

function stateOf(content: Uint8Array | undefined): string | undefined {
  const found = jsonOf(content)
  const state =
    typeof found === "object" && found !== null && "execution_state" in found ? found.execution_state : undefined
  return typeof state === "string" ? state : undefined
}
