import { stripVTControlCharacters, styleText } from "node:util"

/** Where a command writes for people. */
export interface Terminal {
  /** Can lines be redrawn? */
  live: boolean
  colours: boolean
  columns: () => number
  write: (text: string) => unknown
}

/** A stream as a terminal: redrawing only on a TTY, colours only there and without NO_COLOR. */
export const terminalOf = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): Terminal => {
  const tty = stream.isTTY === true
  return {
    live: tty && env.TERM !== "dumb",
    colours: tty && !env.NO_COLOR && env.TERM !== "dumb",
    columns: () => stream.columns || 80,
    write: text => void stream.write(text),
  }
}

type Style = "green" | "red" | "yellow" | "cyan" | "dim" | "bold"

/** Text in a style where the terminal shows colours, else as it is. */
export const styled = ({ colours }: Terminal, style: Style, text: string): string =>
  colours ? styleText(style, text, { validateStream: false }) : text

/** A line that fits: cut at the terminal's width, so that redrawing never meets a wrapped line. */
export function cut(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line)
  return plain.length < columns ? line : `${plain.slice(0, Math.max(1, columns - 2))}…`
}

/** Lines at the bottom of a terminal that are drawn again and again. */
export class LiveRegion {
  readonly #terminal: Terminal
  #height = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /** Shows these lines in the place of those shown before. */
  draw(lines: readonly string[]): void {
    const columns = this.#terminal.columns()
    this.#terminal.write(this.#erase() + lines.map(line => `${cut(line, columns)}\n`).join(""))
    this.#height = lines.length
  }

  /** Writes lines for good, in the place of those shown. */
  settle(text: string): void {
    this.#terminal.write(this.#erase() + text)
    this.#height = 0
  }

  #erase(): string {
    return this.#height === 0 ? "" : `\u001b[${this.#height}F\u001b[J`
  }
}
