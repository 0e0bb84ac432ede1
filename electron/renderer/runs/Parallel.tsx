import { useMemo } from "react"
import { useWords } from "../frame/context.ts"
import { figure, nameOf } from "../outputs/curves.ts"
import { type Column, columnsOf, text, valueIn } from "./differing.ts"
import type { Drawn } from "./drawn.ts"

const [width, height] = [640, 180]
/** Axes that fit beside one another. */
const most = 7

/** Each run as a line across the parameters and figures in which the runs differ: parallel coordinates. */
export function Parallel({ runs }: { runs: readonly Drawn[] }) {
  const words = useWords()
  const axes = useMemo(() => {
    const all = runs.map(({ run }) => run)
    const columns = columnsOf(all, true)
    const parameters = columns.filter(({ kind }) => kind === "parameter")
    const figures = columns.filter(({ kind }) => kind === "figure")
    return [...parameters.slice(0, most / 2), ...figures].slice(0, most).map(column => axisOf(column, runs))
  }, [runs])
  if (axes.length < 2) return null
  const step = width / (axes.length - 1)
  return (
    <figure className="runs-chart wide">
      <figcaption>
        <h3>{words.records.parallel}</h3>
      </figcaption>
      <svg
        viewBox={`-52 -40 ${width + 104} ${height + 60}`}
        role="img"
        aria-label={words.records.parallelText(axes.map(({ name }) => name).join(", "))}
      >
        {axes.map(({ name, top, bottom }, at) => (
          <g key={name} textAnchor={at === 0 ? "start" : at === axes.length - 1 ? "end" : "middle"}>
            <path d={`M${at * step} 0V${height}`} stroke="var(--line-strong)" />
            <text className="axis" x={at * step} y={at % 2 === 0 ? -10 : -24}>
              {name}
            </text>
            <text
              x={at * step + (at === axes.length - 1 ? -6 : 6)}
              y={10}
              textAnchor={at === axes.length - 1 ? "end" : "start"}
            >
              {top}
            </text>
            <text
              x={at * step + (at === axes.length - 1 ? -6 : 6)}
              y={height - 3}
              textAnchor={at === axes.length - 1 ? "end" : "start"}
            >
              {bottom}
            </text>
          </g>
        ))}
        {runs.map(({ run, name, colour }) => (
          <path
            key={name}
            fill="none"
            stroke={colour}
            strokeWidth={2}
            strokeLinejoin="round"
            d={axes
              .map(({ place }, at) => ({ at, y: place(run) }))
              .filter(({ y }) => y !== undefined)
              .map(
                ({ at, y }, index) => `${index === 0 ? "M" : "L"}${(at * step).toFixed(1)} ${(y! * height).toFixed(1)}`,
              )
              .join("")}
          />
        ))}
      </svg>
    </figure>
  )
}

interface Axis {
  readonly name: string
  readonly top: string
  readonly bottom: string
  /** Where a run crosses it, from 0 at its top to 1; undefined where it has no value. */
  place(run: Drawn["run"]): number | undefined
}

function axisOf(column: Column, runs: readonly Drawn[]): Axis {
  const values = runs.map(({ run }) => valueIn(run, column)).filter(value => value !== undefined)
  const numbers = values.filter(value => typeof value === "number")
  const name = column.kind === "figure" ? nameOf(column.name) : column.name
  if (numbers.length === values.length) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
    const place = (run: Drawn["run"]) => {
      const value = valueIn(run, column)
      return typeof value === "number" ? (high - value) / (high - low || 1) : undefined
    }
    return { name, top: figure(column.name, high), bottom: figure(column.name, low), place }
  }
  const words = [...new Set(values.map(text))].sort()
  const place = (run: Drawn["run"]) => {
    const at = words.indexOf(text(valueIn(run, column)))
    return at < 0 ? undefined : at / Math.max(1, words.length - 1)
  }
  return { name, top: words[0] ?? "", bottom: words.at(-1) ?? "", place }
}
