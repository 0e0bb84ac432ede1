import { type PointerEvent, useState } from "react"
import type { Metrics as Data } from "../../../kernel/contracts/mime.ts"
import { useWords } from "../frame/context.ts"
import { curves, figure, nameOf } from "./curves.ts"

const box = [330, 112] as const
const strokes = ["var(--eval)", "var(--train)", "var(--model)", "var(--data)"]

/** The curves of some columns; the epoch under the pointer is read out. */
export function Chart({ data, chosen, log }: { data: Data; chosen: readonly string[]; log: boolean }) {
  const words = useWords()
  const [over, setOver] = useState<number>()
  const drawn = curves(data.columns, data.rows, chosen, box, log)
  const count = data.rows.length
  const at = over === undefined ? undefined : Math.min(over, count - 1)
  const read = (name: string, row: number) => figure(name, data.rows[row]?.[data.columns.indexOf(name)])
  const epochOf = (row: number) => data.rows[row]?.[data.columns.indexOf("epoch")] ?? row + 1
  const alt = `${chosen.map(name => `${nameOf(name)} ${read(name, count - 1)}`).join(", ")}, ${words.epoch} ${epochOf(count - 1)}`
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const x = ((event.clientX - left) / width) * (box[0] + 128)
    setOver(Math.max(0, Math.min(count - 1, Math.round((x / box[0]) * (count - 1)))))
  }
  const step = count > 1 ? box[0] / (count - 1) : 0
  const bestX = data.best >= 0 ? data.best * step : undefined
  return (
    <div className="chart">
      <svg
        viewBox={`0 -8 ${box[0] + 128} ${box[1] + 16}`}
        role="img"
        aria-label={alt}
        onPointerMove={follow}
        onPointerLeave={() => setOver(undefined)}
      >
        <g stroke="var(--line)">
          {[0, 0.5, 1].map(part => (
            <path key={part} d={`M0 ${part * box[1]}H${box[0]}`} />
          ))}
        </g>
        {bestX !== undefined && <path d={`M${bestX} 0V${box[1]}`} stroke="var(--line-strong)" strokeDasharray="3 3" />}
        {drawn.curves.map(({ name, points }, index) => (
          <path
            key={name}
            d={points.map(({ x, y }, place) => `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")}
            fill="none"
            stroke={strokes[index % strokes.length]}
            strokeWidth="2.2"
            strokeLinejoin="round"
          />
        ))}
        {at !== undefined && <path d={`M${at * step} 0V${box[1]}`} stroke="var(--ink3)" />}
        {labels(drawn.curves.map(({ points }) => points.at(-1)?.y ?? 0)).map((y, index) => {
          const { name, points, last } = drawn.curves[index]!
          const end = points.at(-1)
          return (
            <g key={name} fill={strokes[index % strokes.length]}>
              {end !== undefined && <circle cx={end.x} cy={end.y} r="3.2" />}
              <text x={(end?.x ?? 0) + 8} y={y + 4}>
                {nameOf(name)} {figure(name, last)}
              </text>
            </g>
          )
        })}
      </svg>
      {at !== undefined && (
        <output className="readout">
          {words.epoch} {epochOf(at)} · {chosen.map(name => `${nameOf(name)} ${read(name, at)}`).join(" · ")}
        </output>
      )}
    </div>
  )
}

/** Labels at the ends of curves, pushed apart so that they can be read. */
function labels(ends: readonly number[]): number[] {
  const order = ends.map((_, index) => index).sort((one, other) => ends[one]! - ends[other]!)
  const placed = [...ends]
  order.forEach((index, rank) => {
    const above = order[rank - 1]
    if (above !== undefined) placed[index] = Math.max(placed[index]!, placed[above]! + 13)
  })
  return placed
}
