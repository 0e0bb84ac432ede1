import { useMemo, useState } from "react"
import { useWords } from "../frame/context.ts"
import { figure, nameOf } from "../outputs/curves.ts"
import { type Drawn, metricsOf, pointsOf } from "./drawn.ts"
import { type Point, perPixel, smoothed } from "./series.ts"

const [width, height] = [640, 220]

/** The curves of one metric over several runs, smoothed as much as is wanted. */
export function Curves({ runs }: { runs: readonly Pick<Drawn, "record" | "name" | "colour">[] }) {
  const words = useWords()
  const metrics = useMemo(() => metricsOf(runs.map(({ record }) => record)), [runs])
  const [wanted, setWanted] = useState<string>()
  const [weight, setWeight] = useState(0)
  const metric = metrics.find(name => name === wanted) ?? metrics.find(name => /^val/i.test(name)) ?? metrics[0]
  if (metric === undefined) return runs.length === 0 ? null : <p className="empty">{words.records.noCurves}</p>
  const lines = runs.flatMap(({ record, name, colour }) => {
    const raw = pointsOf(record, metric)
    return raw.length === 0 ? [] : [{ name, colour, raw, smooth: smoothed(raw, weight) }]
  })
  return (
    <figure className="runs-chart">
      <figcaption>
        <h3>{words.records.curves}</h3>
        <select
          className="field-input"
          aria-label={words.records.curves}
          value={metric}
          onChange={({ target }) => setWanted(target.value)}
        >
          {metrics.map(name => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </select>
        <label className="smoothing">
          {words.records.smoothing}
          <input
            type="range"
            min={0}
            max={0.95}
            step={0.05}
            value={weight}
            onChange={({ target }) => setWeight(Number(target.value))}
          />
          <output>{weight === 0 ? "0" : weight.toFixed(2)}</output>
        </label>
      </figcaption>
      <Plot lines={lines} metric={metric} faint={weight > 0} />
      <ul className="legend">
        {lines.map(({ name, colour, raw }) => (
          <li key={name}>
            <i style={{ background: colour }} />
            {name} <b>{figure(metric, raw.at(-1)?.y)}</b>
          </li>
        ))}
      </ul>
    </figure>
  )
}

interface Line {
  readonly name: string
  readonly colour: string
  readonly raw: readonly Point[]
  readonly smooth: readonly Point[]
}

function Plot({ lines, metric, faint }: { lines: readonly Line[]; metric: string; faint: boolean }) {
  const words = useWords()
  const all = lines.flatMap(({ raw }) => raw)
  const [left, right] = ends(all.map(({ x }) => x))
  const [low, high] = ends(all.map(({ y }) => y))
  const x = (value: number) => ((value - left) / (right - left || 1)) * width
  const y = (value: number) => height - ((value - low) / (high - low || 1)) * height
  const path = (points: readonly Point[]) =>
    perPixel(points, width)
      .map((point, at) => `${at === 0 ? "M" : "L"}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`)
      .join("")
  const said = lines.map(({ name, raw }) => `${name} ${figure(metric, raw.at(-1)?.y)}`).join(", ")
  return (
    <svg viewBox={`-52 -8 ${width + 64} ${height + 30}`} role="img" aria-label={`${nameOf(metric)}: ${said}`}>
      {[0, 0.5, 1].map(part => (
        <g key={part}>
          <path d={`M0 ${part * height}H${width}`} stroke="var(--line)" />
          <text x={-8} y={part * height + 4} textAnchor="end">
            {figure(metric, high - part * (high - low))}
          </text>
        </g>
      ))}
      <text x={0} y={height + 18}>
        {`${words.records.epoch} ${left}`}
      </text>
      <text x={width} y={height + 18} textAnchor="end">
        {right}
      </text>
      {lines.map(({ name, colour, raw, smooth }) => (
        <g key={name} fill="none" stroke={colour} strokeLinejoin="round">
          {faint && <path d={path(raw)} strokeOpacity={0.25} strokeWidth={1.4} />}
          <path d={path(smooth)} strokeWidth={2} />
          {raw.length === 1 && <circle cx={x(raw[0]!.x)} cy={y(raw[0]!.y)} r={3} fill={colour} />}
        </g>
      ))}
    </svg>
  )
}

const ends = (values: readonly number[]): [number, number] =>
  values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
