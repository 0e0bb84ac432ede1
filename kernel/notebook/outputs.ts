import { isOutputType, type OutputContents, outputContents } from "../contracts/outputs.ts"
import type { Output } from "./model.ts"
import { appendText, type StreamText, shownText } from "./terminal-text.ts"

/** An iopub message, as far as outputs go. */
export interface OutputMessage {
  type: string
  content: Record<string, unknown>
}

/** The outputs of one cell while its messages arrive. `outputs` is what nbformat keeps; the rest is needed to go on. */
export interface CellOutputs {
  readonly outputs: readonly Output[]
  /** The display id of each output that has one, at the same index. */
  readonly displayIds: readonly (string | undefined)[]
  /** `clear_output(wait=True)` came: the next output takes the place of all before. */
  readonly clearNext: boolean
  /** The text of the last output, if it is a stream. */
  readonly stream: StreamText | undefined
}

export const noOutputs: CellOutputs = { outputs: [], displayIds: [], clearNext: false, stream: undefined }

const reducers: { [K in keyof OutputContents]: (state: CellOutputs, content: OutputContents[K]) => CellOutputs } = {
  stream: (state, { name, text }) => {
    const { outputs, displayIds, stream } = cleared(state)
    const last = outputs.at(-1)
    const joins = last?.output_type === "stream" && last.name === name && stream !== undefined
    const grown = appendText(joins ? stream : { head: "", tail: "" }, text)
    const output: Output = { name, output_type: "stream", text: shownText(grown) }
    return {
      outputs: [...(joins ? outputs.slice(0, -1) : outputs), output],
      displayIds: joins ? displayIds : [...displayIds, undefined],
      clearNext: false,
      stream: grown,
    }
  },
  display_data: (state, { data, metadata, transient }) =>
    added(state, { data, metadata, output_type: "display_data" }, transient.display_id),
  execute_result: (state, { data, metadata, transient, execution_count }) =>
    added(state, { data, execution_count, metadata, output_type: "execute_result" }, transient.display_id),
  error: (state, { ename, evalue, traceback }) => added(state, { ename, evalue, output_type: "error", traceback }),
  update_display_data: (state, { data, metadata, transient: { display_id } }) =>
    display_id === undefined || !state.displayIds.includes(display_id)
      ? state
      : {
          ...state,
          outputs: state.outputs.map((output, i) =>
            state.displayIds[i] === display_id ? replaced(output, data, metadata) : output,
          ),
        },
  clear_output: (state, { wait }) => (wait ? { ...state, clearNext: true } : noOutputs),
}

/**
 * The outputs of a cell after one more iopub message of its execution. Pure. An `update_display_data` belongs to every cell
 * that shows its display id, so give it to the outputs of all cells. Messages of other types, and ill-formed ones, change nothing.
 */
export function applyOutput(state: CellOutputs, message: OutputMessage): CellOutputs {
  if (!isOutputType(message.type)) return state
  return reduce(state, message.type, message.content)
}

function reduce<K extends keyof OutputContents>(state: CellOutputs, type: K, content: unknown): CellOutputs {
  const checked = outputContents[type].safeParse(content)
  return checked.success ? reducers[type](state, checked.data as OutputContents[K]) : state
}

const cleared = (state: CellOutputs): CellOutputs => (state.clearNext ? noOutputs : state)

const replaced = (output: Output, data: OutputMessage["content"], metadata: OutputMessage["content"]): Output =>
  output.output_type === "display_data" || output.output_type === "execute_result"
    ? { ...output, data, metadata }
    : output

function added(state: CellOutputs, output: Output, displayId?: string): CellOutputs {
  const { outputs, displayIds } = cleared(state)
  return { outputs: [...outputs, output], displayIds: [...displayIds, displayId], clearNext: false, stream: undefined }
}
