import { appendFile, mkdir } from "node:fs/promises"
import { hostname } from "node:os"
import path from "node:path"
import { KaonError } from "../../../contracts/errors.ts"
import { bytes, double, type Field, int, join, nested, text } from "../../protobuf/write.ts"
import { record } from "./crc32c.ts"

let files = 0

/** A file of events in a folder, named as TensorBoard looks for it. Nothing is written before the first flush. */
export class EventFile {
  readonly file: string
  #waiting: Uint8Array[]

  constructor(folder: string) {
    files += 1
    const name = `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}.${process.pid}.${files}.v2`
    this.file = path.join(folder, name)
    this.#waiting = [event(0, text(3, "brain.Event:2"))]
  }

  /** Values of a step (see summary.ts). */
  add(step: number, ...values: Field[]): void {
    this.#waiting.push(event(step, nested(5, ...values)))
  }

  addGraph(graph: Uint8Array): void {
    this.#waiting.push(event(0, bytes(4, graph)))
  }

  /** Writes what waits. Throws WRITE_FAILED; what could not be written still waits then. */
  async flush(): Promise<void> {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    try {
      await mkdir(path.dirname(this.file), { recursive: true })
      await appendFile(this.file, Buffer.concat(waiting))
    } catch (cause) {
      this.#waiting = [...waiting, ...this.#waiting]
      throw new KaonError("WRITE_FAILED", `TensorBoard's events could not be written to ${this.file}.`, {
        fix: "Check that the folder can be written and the disk has room.",
        cause,
      })
    }
  }
}

const event = (step: number, what: Field): Uint8Array =>
  record(join([double(1, Date.now() / 1000), int(2, step), what]))
