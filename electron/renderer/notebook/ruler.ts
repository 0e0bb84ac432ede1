import { framesAreWide, keepHeight, saidBy } from "../outputs/frameheights.ts"

/** Milliseconds until a frame that does not know yet how wide it is is asked again. */
const again = 50

interface Piece {
  readonly markup: string
}

/** Measures markup in a frame that lays it out, batch after batch in idle time, until nothing is asked for. */
export class Ruler<P extends Piece = Piece> {
  readonly #frame: HTMLIFrameElement
  readonly #measured: (grown: ReadonlyMap<P, number>) => void
  readonly #observer: ResizeObserver
  #next: () => readonly P[] = () => []
  #grown = new Map<P, number>()
  #waiting = new Map<number, P>()
  #asked = 0
  #ready = false
  #idle = 0

  /** `measured` is told by how many pixels the frame of each piece grows. */
  constructor(frame: HTMLIFrameElement, measured: (grown: ReadonlyMap<P, number>) => void) {
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
    this.#grown = new Map()
    for (const piece of this.#next()) {
      const ahead = ++this.#asked
      this.#waiting.set(ahead, piece)
      this.#send(piece, ahead)
    }
  }

  #send({ markup }: P, ahead: number): void {
    // The frame has no origin of its own that could be named.
    this.#frame.contentWindow?.postMessage({ markup, ahead }, "*")
  }

  #receive = ({ source, data }: MessageEvent<unknown>): void => {
    if (source === null || source !== this.#frame.contentWindow || typeof data !== "object" || data === null) return
    if ("ready" in data) {
      this.#ready = true
      this.#later()
    }
    const piece = "ahead" in data ? this.#waiting.get(Number(data.ahead)) : undefined
    if (piece === undefined || !("ahead" in data)) return
    const said = saidBy(this.#frame, data)
    if (said === undefined) {
      setTimeout(() => this.#send(piece, Number(data.ahead)), again)
      return
    }
    this.#grown.set(piece, keepHeight(piece.markup, said))
    this.#waiting.delete(Number(data.ahead))
    if (this.#waiting.size > 0) return
    this.#measured(this.#grown)
    this.#later()
  }
}
