import type { Server } from "./rest.ts"
export interface KernelEvents {
  /** An iopub message of any request. */
  output(parent: string, type: string, content: unknown): void
  reply(parent: string, content: unknown): void
  question(parent: string, content: unknown): void
  status(status: "starting" | "idle" | "busy" | "restarting" | "dead" | "disconnected"): void
  /** The kernel answers for the first time, or again after it was away. */
  ready(language: string): void
}
export type CommListener = (data: unknown) => void
/** A running kernel as the interface uses it: requests with their replies, comms, and events for everything else. */
export declare class Kernel {
  #private
  readonly id: string
  constructor(server: Server, id: string, events: KernelEvents)
  /** Sends a run; its outputs and reply come as events with `message` as their parent. */
  execute(message: string, code: string, metadata: Record<string, unknown>): void
  /** A request on the shell channel; resolves with the content of its reply. `on: "control"` passes running code. */
  request(type: string, content: Record<string, unknown>, on?: "shell" | "control"): Promise<unknown>
  answer(value: string): void
  openComm(
    target: string,
    listener: CommListener,
  ): {
    send(data: unknown): void
  }
  close(): void
}
