import { join } from "node:path"
import { JournalReader, journalFolder, type KeeperState, type KeptKernel } from "../../../kernel/keeper/index.ts"
import type { RawMessage, RequestChannel } from "../../../kernel/wire/index.ts"

/** A kernel as Jupyter's kernels API describes it. */
export interface KernelModel {
  id: string
  name: string
  last_activity: string
  execution_state: string
  connections: number
}

/** A kernel of this host: its keeper, and the clients that listen. */
export class HostKernel {
  readonly id: string
  readonly name: string
  /** The keeper's folder. */
  readonly folder: string
  readonly #attachment: KeptKernel["attachment"]
  connections = 0

  constructor({ record, folder, attachment }: KeptKernel) {
    this.id = record.id
    this.name = record.name
    this.folder = folder
    this.#attachment = attachment
  }

  get state(): KeeperState {
    return this.#attachment.state
  }

  get closed(): Promise<void> {
    return this.#attachment.closed
  }

  model(): KernelModel {
    const { lastActivity, execution } = this.state
    return {
      id: this.id,
      name: this.name,
      last_activity: lastActivity,
      execution_state: execution,
      connections: this.connections,
    }
  }

  onState(listener: () => void): () => void {
    return this.#attachment.onState(listener)
  }

  send(channel: RequestChannel, client: string, message: RawMessage): boolean {
    return this.#attachment.send(channel, client, message)
  }

  drained(): Promise<void> {
    return this.#attachment.drained()
  }

  interrupt(): Promise<void> {
    return this.#attachment.call("interrupt")
  }

  restart(): Promise<void> {
    return this.#attachment.call("restart")
  }

  async shutdown(): Promise<void> {
    await this.#attachment.call("shutdown")
    this.#attachment.close()
  }

  /** Where it is kept how far each client has come. */
  get bookmarks(): string {
    return join(this.folder, "clients")
  }

  /** What came after a sequence number; what comes from now on, without one. */
  async reader(after?: number): Promise<JournalReader> {
    const folder = journalFolder(this.folder)
    const { head } = this.state
    return after === undefined ? new JournalReader(folder, head) : JournalReader.after(folder, after, head)
  }

  close(): void {
    this.#attachment.close()
  }
}
