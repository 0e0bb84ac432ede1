import { type Stage, stages } from "../../../kernel/contracts/stages.ts"

/** A pipeline cell's header line as it stands in the source, right or wrong: the form over the cell is drawn from it. */
export interface HeaderLine {
  readonly stage: Stage
  readonly name: string
  readonly options: readonly { readonly flag: string; readonly value: string }[]
  /** Offsets of the line in the source, without its line break. */
  readonly start: number
  readonly end: number
}

const first = /^(?:[ \t]*(?:\/\/[^\n]*)?\n)*[ \t]*%%(\w+)([^\n]*)/

/** The header of a cell's source, or undefined for a plain cell. Never throws. */
export function readHeader(source: string): HeaderLine | undefined {
  const found = first.exec(source)
  const stage = stages.find(known => known === found?.[1])
  if (found === null || stage === undefined) return undefined
  const end = found[0].length
  const start = found[0].lastIndexOf("\n") + 1
  const words = found[2]!.match(/--[\w-]+(?:=(?:"[^"]*"|\S*))?|"[^"]*"|\S+/g) ?? []
  const options: { flag: string; value: string }[] = []
  const names: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (!word.startsWith("--")) {
      names.push(word)
      continue
    }
    const [flag = "", value] = split(word.slice(2))
    const next = words[index + 1]
    const takes = value === undefined && next !== undefined && !next.startsWith("--")
    if (takes) index++
    options.push({ flag, value: bare(value ?? (takes ? next : "")) })
  }
  return { stage, name: names.join(" "), options, start, end }
}

const split = (text: string): [string, string | undefined] => {
  const at = text.indexOf("=")
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
const bare = (text: string): string => text.replace(/^"(.*)"$/, "$1")

export const kebab = (key: string): string => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/** The source with another header line. The code below it stays as it is. */
export function writeHeader(source: string, header: HeaderLine): string {
  const words = [
    `%%${header.stage}`,
    header.name,
    ...header.options.map(({ flag, value }) => `--${flag} ${/\s/.test(value) ? `"${value}"` : value}`),
  ]
  return source.slice(0, header.start) + words.filter(word => word !== "").join(" ") + source.slice(header.end)
}

/** The header with one option set, or taken away where `value` is empty. */
export function withOption(header: HeaderLine, flag: string, value: string): HeaderLine {
  const index = header.options.findIndex(option => option.flag === flag)
  const text = value.trim()
  const options =
    text === ""
      ? header.options.filter(option => option.flag !== flag)
      : index < 0
        ? [...header.options, { flag, value: text }]
        : header.options.map((option, at) => (at === index ? { flag, value: text } : option))
  return { ...header, options }
}
