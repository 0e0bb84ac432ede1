import { framesAreWide, keepHeight } from "../outputs/frameheights.ts"

interface Piece {
  readonly markup: string
}

/** Measures markup in a frame that lays it out, batch after batch in idle time, until nothing is asked for. */
export class Ruler<P extends Piece = Piece> {
  readonly #frame: HTMLIFrameElement
  readonly #measured: (pieces: readonly P[]) => void
  readonly #observer: ResizeObserver
  #next: () => readonly P[] = () => []
  #batch: readonly P[] = []
  #waiting = new Map<number, P>()
  #asked = 0
  #ready = false
  #idle = 0

  constructor(frame: HTMLIFrameElement, measured: (pieces: readonly P[]) => void) {
    this.#frame = frame
    this.#measured = measured
    this.#observer = new ResizeObserver(() => {
      framesAreWide(frame.clientWidth)
      // Answers that are on their way are about another width.
      this.#waiting = new Map()
      this.#later()
    })
    this.#observer.observe(frame)
    addEventListener("message", this.#receive)
  }

  /** Measures what `next` asks for, and again what it asks for then. */
  look(next: () => readonly P[]): void {
    this.#next = next
    this.#later()
  }

  close(): void {
    this.#observer.disconnect()
    cancelIdleCallback(this.#idle)
    removeEventListener("message", this.#receive)
  }

  #later(): void {
    cancelIdleCallback(this.#idle)
    this.#idle = requestIdleCallback(() => this.#ask(), { timeout: 1000 })
  }

  #ask(): void {
    if (!this.#ready || this.#waiting.size > 0) return
    this.#batch = this.#next()
    for (const piece of this.#batch) {
      const ahead = ++this.#asked
      this.#waiting.set(ahead, piece)
      // The frame has no origin of its own that could be named.
      this.#frame.contentWindow?.postMessage({ markup: piece.markup, ahead }, "*")
    }
  }

  #receive = ({ source, data }: MessageEvent<unknown>): void => {
    if (source === null || source !== this.#frame.contentWindow || typeof data !== "object" || data === null) return
    if ("ready" in data) {
      this.#ready = true
      this.#later()
    }
    if (!("ahead" in data && "height" in data) || typeof data.height !== "number") return
    const piece = this.#waiting.get(Number(data.ahead))
    if (piece === undefined) return
    keepHeight(piece.markup, data.height)
    this.#waiting.delete(Number(data.ahead))
    if (this.#waiting.size > 0) return
    this.#measured(this.#batch)
    this.#later()
  }
}
