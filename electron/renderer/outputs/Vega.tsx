import { useEffect, useMemo, useRef, useState } from "react"
import { useTheme, useWords } from "../frame/context.ts"
import { chartSummary, chartTable, withoutUserMeta } from "./chartdata.ts"
import { Table } from "./Table.tsx"

const load = () => Promise.all([import("vega-embed"), import("vega-interpreter")])

/** Nothing of a chart may come from elsewhere: its data are in its specification. */
const closed = {
  load: () => Promise.reject(new Error("This chart asks for data from elsewhere; put them into the chart.")),
  sanitize: () => Promise.reject(new Error("Links in charts are closed.")),
  http: () => Promise.reject(new Error("closed")),
  file: () => Promise.reject(new Error("closed")),
}

/** A Vega-Lite chart, drawn without eval (AST mode) and with its loader closed; beside it, what it shows as words and as a table. */
export function Vega({ spec, alt }: { spec: Record<string, unknown>; alt: string }) {
  const words = useWords()
  const theme = useTheme()
  const place = useRef<HTMLDivElement>(null)
  const [failure, setFailure] = useState<string>()
  const [asTable, setAsTable] = useState(false)
  const summary = useMemo(() => chartSummary(spec), [spec])
  const table = useMemo(() => chartTable(spec), [spec])
  useEffect(() => {
    let dispose = () => {}
    let gone = false
    const draw = async () => {
      const [{ default: embed }, { expressionInterpreter }] = await load()
      if (gone || place.current === null) return
      const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink2")
      const config = {
        background: "transparent",
        font: "Inter Variable, Inter, system-ui",
        axis: { labelColor: ink, titleColor: ink, gridColor: "#8882", domainColor: "#8886", tickColor: "#8886" },
        legend: { labelColor: ink, titleColor: ink },
        title: { color: ink },
        view: { stroke: "transparent" },
      }
      const result = await embed(place.current, structuredClone(withoutUserMeta(spec)), {
        mode: "vega-lite",
        actions: false,
        ast: true,
        expr: expressionInterpreter,
        loader: closed,
        renderer: "svg",
        config,
        tooltip: { theme: theme === "light" ? "light" : "dark" },
      })
      dispose = () => result.finalize()
      if (gone) dispose()
      setFailure(undefined)
    }
    draw().catch((cause: unknown) => setFailure(cause instanceof Error ? cause.message : String(cause)))
    return () => {
      gone = true
      dispose()
    }
  }, [spec, theme])
  return (
    <>
      {failure !== undefined && <p className="empty">{`${words.chartFailed}: ${failure}`}</p>}
      <div
        ref={place}
        className="vega"
        role="img"
        aria-label={[summary, alt].filter(Boolean).join(". ").slice(0, 1000)}
      />
      {table !== undefined && (
        <div className="asides">
          <button type="button" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
            {words.asTable}
          </button>
        </div>
      )}
      {asTable && table !== undefined && <Table data={table} />}
    </>
  )
}
