import { type Stage } from "../../../kernel/contracts/stages.ts"
/** A pipeline cell's header line as it stands in the source, right or wrong: the form over the cell is drawn from it. */
export interface HeaderLine {
  readonly stage: Stage
  readonly name: string
  readonly options: readonly {
    readonly flag: string
    readonly value: string
  }[]
  /** Offsets of the line in the source, without its line break. */
  readonly start: number
  readonly end: number
}
/** The header of a cell's source, or undefined for a plain cell. Never throws. */
export declare function readHeader(source: string): HeaderLine | undefined
export declare const kebab: (key: string) => string
/** The source with another header line. The code below it stays as it is. */
export declare function writeHeader(source: string, header: HeaderLine): string
/** The header with one option set, or taken away where `value` is empty. */
export declare function withOption(header: HeaderLine, flag: string, value: string): HeaderLine
