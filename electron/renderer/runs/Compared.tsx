import { useMemo } from "react"
import { useWords } from "../frame/context.ts"
import type { Run } from "../jupyter/runs.ts"
import { CodeChanges } from "./CodeChanges.tsx"
import { Curves } from "./Curves.tsx"
import { colours, type Drawn } from "./drawn.ts"
import { Parallel } from "./Parallel.tsx"
import { keyOf, useRecords } from "./records.ts"

/** The runs that were chosen, side by side: their curves, their parameters against their figures, and their code. */
export function Compared({ runs }: { runs: readonly Run[] }) {
  const words = useWords()
  const records = useRecords(runs)
  const drawn = useMemo(
    () =>
      runs.toReversed().flatMap((run, index): Drawn[] => {
        const record = records.get(keyOf(run))
        const name = words.records.name(run.number)
        return record === undefined ? [] : [{ run, record, name, colour: colours[index % colours.length]! }]
      }),
    [runs, records, words],
  )
  return (
    <div className="compared-runs">
      <Curves runs={drawn} />
      {drawn.length > 1 && <Parallel runs={drawn} />}
      {drawn.length > 1 && <CodeChanges before={drawn.at(-2)!} after={drawn.at(-1)!} />}
    </div>
  )
}
