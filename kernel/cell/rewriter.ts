import { blank, lineStarts, offsetAt, type Position, positionAt, terminatorsOf } from "./lines.ts"

export type PositionMap = (position: Position) => Position

interface Edit {
  start: number
  end: number
  text: string
}

/** A piece of the result: copied from the source at `from`, or generated for what stands there. */
interface Segment {
  at: number
  from: number
  copied: boolean
}

/**
 * Edits of one text that never move a line: whatever replaces a range keeps its line terminators, and what is put before
 * the text stands on its first line. An edit inside a replaced range is dropped with it.
 */
export class Rewriter {
  readonly #source: string
  readonly #edits: Edit[] = []
  readonly #before: { text: string; from: number }[] = []

  constructor(source: string) {
    this.#source = source
  }

  /** Generated code ahead of everything; an error in it is shown at the offset `from`. */
  before(text: string, from = 0): void {
    this.#before.push({ text, from })
  }

  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text })
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text: text + terminatorsOf(this.#source.slice(start, end)) })
  }

  /** Blanks a range and keeps its columns. */
  blank(start: number, end: number): void {
    this.#edits.push({ start, end, text: blank(this.#source.slice(start, end)) })
  }

  /** The text with all edits, and the way back from its positions to the source's. */
  finish(): { text: string; map: PositionMap } {
    const segments: Segment[] = []
    let text = ""
    const emit = (piece: string, from: number, copied: boolean): void => {
      if (piece === "") return
      segments.push({ at: text.length, from, copied })
      text += piece
    }
    for (const { text: piece, from } of this.#before) emit(piece, from, false)
    let done = 0
    for (const edit of this.#ordered()) {
      if (edit.start < done) continue
      emit(this.#source.slice(done, edit.start), done, true)
      emit(edit.text, edit.start, false)
      done = edit.end
    }
    emit(this.#source.slice(done), done, true)
    return { text, map: mapping(this.#source, text, segments) }
  }

  #ordered(): Edit[] {
    const emptyFirst = (edit: Edit): number => (edit.end === edit.start ? 0 : 1)
    return this.#edits.toSorted(
      (a, b) => a.start - b.start || emptyFirst(a) - emptyFirst(b) || (emptyFirst(a) === 0 ? 0 : b.end - a.end),
    )
  }
}

/** Line tables are made when the first position is asked for: most cells never throw. */
function mapping(source: string, text: string, segments: readonly Segment[]): PositionMap {
  let tables: { source: number[]; text: number[] } | undefined
  return position => {
    tables ??= { source: lineStarts(source), text: lineStarts(text) }
    const offset = offsetAt(tables.text, position)
    const segment = segments.findLast(({ at }) => at <= offset)
    if (!segment) return position
    return positionAt(tables.source, segment.copied ? segment.from + offset - segment.at : segment.from)
  }
}
