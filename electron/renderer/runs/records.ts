import { useEffect, useState } from "react"
import type { RunRecord } from "../../../kernel/contracts/runs/record.ts"
import { useWorkspace } from "../frame/context.ts"
import type { Run, RunName } from "../jupyter/runs.ts"

export const keyOf = ({ folder, id }: RunName): string => `${folder} ${id}`

/** How often the record of a run that goes on is read again (ms). */
const between = 1000

/** A run's record; read again and again while the run goes on. Undefined until it is here; an error says why it never will be. */
export function useRecord({ id, folder }: RunName): RunRecord | Error | undefined {
  const workspace = useWorkspace()
  const [record, setRecord] = useState<RunRecord | Error>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    const read = async () => {
      const found = await workspace.rest
        .run({ id, folder })
        .catch(cause => (cause instanceof Error ? cause : new Error(String(cause))))
      if (left) return
      setRecord(found)
      if (!(found instanceof Error) && found.state === "running") timer = setTimeout(() => void read(), between)
    }
    setRecord(undefined)
    void read()
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [workspace, id, folder])
  return record
}

/** The records of some runs as they are read, by key; that of a run which goes on is read again when its list entry changes. */
export function useRecords(runs: readonly Run[]): ReadonlyMap<string, RunRecord> {
  const workspace = useWorkspace()
  const [records, setRecords] = useState<ReadonlyMap<string, RunRecord>>(new Map())
  const [read] = useState(() => new Map<string, string>())
  useEffect(() => {
    for (const run of runs) {
      const seen = JSON.stringify([run.state, run.seconds, run.steps, run.figures])
      if (read.get(keyOf(run)) === seen) continue
      read.set(keyOf(run), seen)
      workspace.rest.run(run).then(
        record => setRecords(before => new Map(before).set(keyOf(run), record)),
        () => read.delete(keyOf(run)),
      )
    }
  }, [workspace, runs, read])
  return records
}
