import { useMemo, useState } from "react"
import {
  type Metrics as Data,
  metricsSchema,
  type Progress as ProgressData,
  progressSchema,
} from "../../../kernel/contracts/mime.ts"
import { useWords } from "../frame/context.ts"
import { Grid } from "../grid/Grid.tsx"
import { tableSource } from "../grid/source.ts"
import { Chart } from "./Chart.tsx"
import { Controls } from "./Controls.tsx"
import { chartsOf, figure, nameOf } from "./curves.ts"

/** The course of a training: curves, the newest figures, what can be done about it, and the same as a table. */
export function Metrics({ data }: { data: Data }) {
  const words = useWords()
  const charts = useMemo(() => chartsOf(data.columns), [data.columns])
  const [wanted, setWanted] = useState<string>()
  const [log, setLog] = useState(false)
  const [table, setTable] = useState(false)
  const chart = charts.find(({ name }) => name === wanted) ?? charts[0]
  const last = data.rows.at(-1)
  return (
    <div className="live">
      <div className="curves">
        {chart !== undefined && <Chart data={data} chosen={chart.columns} log={log} />}
        <div className="asides">
          {charts.length > 1 &&
            charts.map(({ name }) => (
              <button key={name} type="button" aria-pressed={name === chart?.name} onClick={() => setWanted(name)}>
                {words.training.charts[name]}
              </button>
            ))}
          <button type="button" aria-pressed={log} title={words.training.logHelp} onClick={() => setLog(!log)}>
            {words.training.log}
          </button>
          <button type="button" aria-expanded={table} onClick={() => setTable(!table)}>
            {words.asTable}
          </button>
          {data.best >= 0 && <span>{words.best(data.best + 1)}</span>}
          <span className="grow" />
          <Controls best={data.best >= 0} />
        </div>
      </div>
      <div className="figures">
        <dl>
          {data.columns.map(
            (name, index) =>
              name !== "epoch" && (
                <div key={name} style={{ display: "contents" }}>
                  <dt>{nameOf(name)}</dt>
                  <dd>{figure(name, last?.[index])}</dd>
                </div>
              ),
          )}
        </dl>
      </div>
      {table && <Rows data={data} />}
    </div>
  )
}

function Rows({ data }: { data: Data }) {
  const words = useWords()
  const source = useMemo(
    () =>
      tableSource({
        columns: data.columns.map(name => ({ name: nameOf(name), type: "number" })),
        rows: data.rows,
        total: data.rows.length,
      }),
    [data],
  )
  return (
    <div className="live-table">
      <Grid source={source} label={words.asTable} height={320} />
    </div>
  )
}

/** How far something is, in a bar and in words. */
export function Progress({ data }: { data: ProgressData }) {
  const words = useWords()
  const { fraction, label, detail, secondsLeft, state } = data
  const left = secondsLeft !== null && state === "running" ? words.left(words.seconds(secondsLeft)) : ""
  return (
    <div>
      <div
        className={fraction === null && state === "running" ? "bar unknown" : "bar"}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(fraction !== null && { "aria-valuenow": Math.round(fraction * 100) })}
      >
        <i style={fraction === null ? undefined : { width: `${fraction * 100}%` }} />
      </div>
      <div className="asides">
        <span>{[label, detail, left].filter(part => part !== "").join(" · ")}</span>
      </div>
    </div>
  )
}

export const parseMetrics = (value: unknown) => metricsSchema.safeParse(value)
export const parseProgress = (value: unknown) => progressSchema.safeParse(value)
