import { type Stage, stages } from "../../../kernel/contracts/stages.ts"
import { readHeader } from "./headerline.ts"
import { optionsOf } from "./options.ts"

export interface HeaderCompletion {
  readonly label: string
  readonly help: string
  readonly text: string
  /** What it takes the place of, as offsets in the source. */
  readonly start: number
  readonly end: number
}

const headerless = /^(?:[ \t]*(?:\/\/[^\n]*)?\n)*[ \t]*$/

/** What a header line can go on with at `offset`: a stage after `%%`, an option that is not there yet. Undefined outside of a header line. */
export function headerCompletions(
  source: string,
  offset: number,
  hints: Readonly<Record<Stage, string>>,
): HeaderCompletion[] | undefined {
  const lineStart = source.lastIndexOf("\n", offset - 1) + 1
  const before = source.slice(lineStart, offset)
  const begun = /^\s*%%?(\w*)$/.exec(before)
  if (begun !== null && headerless.test(source.slice(0, lineStart))) {
    const start = lineStart + before.indexOf("%")
    return stages.map(stage => ({
      label: `%%${stage}`,
      help: hints[stage],
      text: `%%${stage}${stage === "params" || stage === "eval" ? "" : " "}`,
      start,
      end: offset,
    }))
  }
  const header = readHeader(source)
  if (header === undefined || offset < header.start || offset > header.end) return undefined
  const flag = /(?:^|\s)(-{0,2}[\w-]*)$/.exec(before)?.[1] ?? ""
  if (flag !== "" && !flag.startsWith("-")) return []
  return optionsOf(header.stage)
    .filter(option => !header.options.some(set => set.flag === option.flag))
    .map(option => ({
      label: `--${option.flag}`,
      help: option.help,
      text: `--${option.flag} `,
      start: offset - flag.length,
      end: offset,
    }))
}
