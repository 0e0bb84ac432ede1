import { isOutputType, type OutputContents, outputContents } from "../../../kernel/contracts/outputs.ts"
import { noText, type TerminalText, write } from "./terminal.ts"

export type Bundle = Readonly<Record<string, unknown>>

export type Output =
  | { readonly kind: "stream"; readonly key: string; readonly name: string; readonly text: TerminalText }
  | {
      readonly kind: "display"
      readonly key: string
      readonly data: Bundle
      readonly metadata: Bundle
      readonly displayId: string | undefined
      /** The count of an execute_result; undefined for display_data. */
      readonly count: number | null | undefined
    }
  | {
      readonly kind: "error"
      readonly key: string
      readonly name: string
      readonly message: string
      readonly traceback: readonly string[]
    }

export interface CellOutputs {
  readonly list: readonly Output[]
  /** The next output takes the place of all before (`clear_output(wait=True)`). */
  readonly clearNext: boolean
  /** How many outputs there ever were: the next one's key. */
  readonly made: number
}

export const noOutputs: CellOutputs = { list: [], clearNext: false, made: 0 }

const appliers: { [K in keyof OutputContents]: (outputs: CellOutputs, content: OutputContents[K]) => CellOutputs } = {
  stream: (outputs, { name, text }) => {
    const base = cleared(outputs)
    const last = base.list.at(-1)
    if (last?.kind === "stream" && last.name === name) {
      return { ...base, list: [...base.list.slice(0, -1), { ...last, text: write(last.text, text) }] }
    }
    return added(base, key => ({ kind: "stream", key, name, text: write(noText, text) }))
  },
  display_data: (outputs, { data, metadata, transient: { display_id } }) =>
    added(outputs, key => ({ kind: "display", key, data, metadata, displayId: display_id, count: undefined })),
  execute_result: (outputs, { data, metadata, transient: { display_id }, execution_count }) =>
    added(outputs, key => ({ kind: "display", key, data, metadata, displayId: display_id, count: execution_count })),
  update_display_data: (outputs, { data, metadata, transient: { display_id } }) => {
    const shows = (output: Output) => output.kind === "display" && output.displayId === display_id
    if (display_id === undefined || !outputs.list.some(shows)) return outputs
    return { ...outputs, list: outputs.list.map(output => (shows(output) ? { ...output, data, metadata } : output)) }
  },
  error: (outputs, { ename, evalue, traceback }) =>
    added(outputs, key => ({ kind: "error", key, name: ename, message: evalue, traceback })),
  clear_output: (outputs, { wait }) =>
    wait ? { ...outputs, clearNext: true } : { list: [], clearNext: false, made: outputs.made },
}

/** Not a message of Jupyter's: of the stream that its content names, the host has more than it sent. */
export const omittedType = "kaon_omitted"

function omitted(outputs: CellOutputs, content: unknown): CellOutputs {
  const { data } = outputContents.stream.safeParse(content)
  const at = outputs.list.findLastIndex(output => output.kind === "stream" && output.name === data?.name)
  const found = outputs.list[at]
  if (found?.kind !== "stream") return outputs
  return { ...outputs, list: outputs.list.with(at, { ...found, text: { ...found.text, more: true } }) }
}

/** The outputs after one more iopub message. What is not about outputs, or ill-formed, changes nothing (the same object comes back). */
export function applyMessage(outputs: CellOutputs, type: string, content: unknown): CellOutputs {
  if (type === omittedType) return omitted(outputs, content)
  return isOutputType(type) ? apply(outputs, type, content) : outputs
}

function apply<K extends keyof OutputContents>(outputs: CellOutputs, type: K, content: unknown): CellOutputs {
  const checked = outputContents[type].safeParse(content)
  return checked.success ? appliers[type](outputs, checked.data as OutputContents[K]) : outputs
}

const cleared = (outputs: CellOutputs): CellOutputs =>
  outputs.clearNext ? { list: [], clearNext: false, made: outputs.made } : outputs

function added(outputs: CellOutputs, make: (key: string) => Output): CellOutputs {
  const base = cleared(outputs)
  return { list: [...base.list, make(String(base.made))], clearNext: false, made: base.made + 1 }
}
