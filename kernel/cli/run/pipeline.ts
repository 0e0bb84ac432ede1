import { basename, dirname, resolve } from "node:path"
import { analyseCell } from "../../cell/index.ts"
import { CodeReading, Ledger, type PipelineCell, pipelineCell, surroundingsOf } from "../../pipeline/index.ts"
import { Store, storeFolder } from "../../store/index.ts"
import type { Step } from "./steps.ts"

/** A notebook's steps as a pipeline, over the store beside the notebook. */
export interface Pipeline extends Disposable {
  notebook: string
  store: Store
  ledger: Ledger
  cells: PipelineCell[]
  stepOf(cell: PipelineCell): Step
}

/** Throws what the store cannot be opened for. */
export function openPipeline(path: string, steps: readonly Step[], told: (sentence: string) => void): Pipeline {
  const directory = dirname(resolve(path))
  const store = new Store(storeFolder(directory), { told, syncs: false })
  const surroundings = surroundingsOf(directory)
  const byCell = new Map(
    steps.map(step => {
      const { cellId: id, cell: number, source, params } = step
      return [pipelineCell({ id, number, source }, analyseCell(source, { id, number }), params), step]
    }),
  )
  const cells = [...byCell.keys()]
  return {
    notebook: basename(path),
    store,
    cells,
    ledger: new Ledger(cells, new CodeReading(directory, surroundings), surroundings),
    stepOf: cell => byCell.get(cell)!,
    [Symbol.dispose]: () => store[Symbol.dispose](),
  }
}
