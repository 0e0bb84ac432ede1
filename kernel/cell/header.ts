import { KaonError, type Place } from "../contracts/errors.ts"
import { nearest } from "../contracts/nearest.ts"
import { type Header, type Stage, type StageContract, stageContracts, stages } from "../contracts/stages.ts"
import { findHeader, splitWords } from "./header-words.ts"
import { headerSchemas } from "./libraries.ts"
import { describeIssue, type Issue } from "./plain-words.ts"

/** Names for the examples of messages. */
const examples = {
  params: "%%params",
  data: "%%data digits",
  sql: "%%sql totals",
  python: "%%python --kernel python3",
  model: "%%model cnn",
  train: "%%train cnn",
  eval: "%%eval",
  deploy: "%%deploy digits",
} satisfies Record<Stage, string>

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u
const camel = (flag: string): string => flag.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const kebab = (key: string): string => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/**
 * The header of a cell with its options checked against the stage's schema, and the line (from 1) it stands on.
 * Undefined for a plain cell, which loads no schema. Throws KaonError UNKNOWN_HEADER or HEADER_INVALID.
 */
export function parseHeader(source: string, within: Place = {}): { header: Header; line: number } | undefined {
  const found = findHeader(source)
  if (!found) return undefined
  const place = { ...within, line: found.line, column: 1 }
  const stage = stages.find(known => known === found.stage)
  if (!stage) {
    const meant = nearest(found.stage, stages)
    throw new KaonError("UNKNOWN_HEADER", `There is no cell header %%${found.stage}.`, {
      place,
      fix: `${meant ? `Did you mean %%${meant}? ` : ""}The headers are ${stages.map(known => `%%${known}`).join(", ")}.`,
    })
  }
  const { names, flags } = sortWords(stage, splitWords(found.rest, place), place)
  const name = checkName(stage, stageContracts[stage], names, place)
  return { header: { stage, name, options: checkOptions(stage, flags, place) }, line: found.line }
}

function sortWords(
  stage: Stage,
  words: string[],
  place: Place,
): { names: string[]; flags: Map<string, string | true> } {
  const names: string[] = []
  const flags = new Map<string, string | true>()
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (!word.startsWith("--")) {
      names.push(word)
      continue
    }
    const [, flag = "", value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? []
    const next = words[index + 1]
    const takesNext = value === undefined && next !== undefined && !next.startsWith("--")
    if (takesNext) index++
    if (flags.has(flag)) throw invalid(`The option --${flag} of %%${stage} is given twice.`, "Keep one of them.", place)
    flags.set(flag, value ?? (takesNext ? next : true))
  }
  return { names, flags }
}

function checkName(stage: Stage, contract: StageContract, names: string[], place: Place): string | undefined {
  const [name, ...more] = names
  const example = examples[stage]
  if (name === undefined) {
    if (contract.name !== "required") return undefined
    throw invalid(`%%${stage} needs a name after it.`, `Write, for example, ${example}.`, place)
  }
  if (contract.name === "none")
    throw invalid(`%%${stage} takes no name, but "${name}" follows it.`, `Write ${example}.`, place)
  if (more.length > 0)
    throw invalid(
      `%%${stage} takes one name, but "${names.join('" and "')}" follow it.`,
      'Put a value with spaces in "quotation marks".',
      place,
    )
  if ((contract.definesName || contract.usesName) && !identifier.test(name))
    throw invalid(
      `"${name}" cannot be the name of a %%${stage} cell: it is no name of a variable.`,
      `Write, for example, ${example}.`,
      place,
    )
  return name
}

function checkOptions(stage: Stage, flags: Map<string, string | true>, place: Place): Record<string, unknown> {
  const schema = headerSchemas().headerOptions[stage]
  const shape = new Map(Object.entries(schema.shape))
  const options: Record<string, unknown> = {}
  for (const [flag, value] of flags) {
    const key = camel(flag)
    if (!shape.has(key)) {
      const known = [...shape].map(([name, type]) => `--${kebab(name)} (${type.description ?? "no description"})`)
      const meant = nearest(flag, [...shape.keys()].map(kebab))
      const list = known.length > 0 ? `%%${stage} takes ${known.join(", ")}.` : `%%${stage} takes no options.`
      throw invalid(`%%${stage} has no option --${flag}.`, `${meant ? `Did you mean --${meant}? ` : ""}${list}`, place)
    }
    if (value === true || value === "")
      throw invalid(
        `The option --${flag} of %%${stage} needs a value: ${shape.get(key)?.description}.`,
        `Write --${flag} and a value after it.`,
        place,
      )
    options[key] = value
  }
  const result = schema.safeParse(options)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const key = String(issue?.path[0])
  const wrong = `The option --${kebab(key)} of %%${stage} cannot be "${String(options[key])}"`
  throw invalid(
    `${wrong}: it must be ${describeIssue(issue satisfies Issue | undefined)}.`,
    `It is the ${shape.get(key)?.description}.`,
    place,
  )
}

const invalid = (message: string, fix: string, place: Place): KaonError =>
  new KaonError("HEADER_INVALID", message, { fix, place })
