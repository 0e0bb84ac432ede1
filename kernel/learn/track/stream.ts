import type { HistoryRow } from "../train/history.ts"
import type { EpochEnd, Observer } from "../train/observer.ts"

/** The epochs of a training as they come, for one reader: `for await (const row of stream)`. Ends when the training does. */
export class MetricStream implements Observer, AsyncIterable<HistoryRow> {
  readonly #rows: HistoryRow[] = []
  #ended = false
  #wake: () => void = () => {}

  epoch({ rows }: EpochEnd): void {
    this.#rows.push({ ...rows.at(-1)! })
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<HistoryRow, void, undefined> {
    for (;;) {
      const row = this.#rows.shift()
      if (row !== undefined) yield row
      else if (this.#ended) return
      else {
        await new Promise<void>(resolve => {
          this.#wake = resolve
        })
      }
    }
  }
}

/**
 * An observer of `fit` to read from while it trains: start the training without awaiting it, read, then await it. What comes
 * before it is read waits; a training that fails ends it, and its own promise says why.
 */
export const metricStream = (): MetricStream => new MetricStream()
