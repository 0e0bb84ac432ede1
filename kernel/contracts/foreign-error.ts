/** An error of code in another language, told in its own words: its traceback takes the place of ours. */
export class ForeignError extends Error {
  /** The traceback, line by line, as the other language writes it. */
  readonly lines: readonly string[]
  /** The line of the cell that it came from, from 1. */
  readonly line: number | undefined
  readonly fix: string | undefined

  constructor(
    name: string,
    message: string,
    { lines, line, fix }: { lines: readonly string[]; line?: number | undefined; fix?: string | undefined },
  ) {
    super(message)
    this.name = name
    this.lines = lines
    this.line = line
    this.fix = fix
  }
}
