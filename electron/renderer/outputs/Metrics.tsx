import {
  type Metrics as Data,
  metricsSchema,
  type Progress as ProgressData,
  progressSchema,
} from "../../../kernel/contracts/mime.ts"
import { useWords } from "../frame/context.ts"
import { chosenColumns, curves, figure, nameOf } from "./curves.ts"

const box = [330, 96] as const
const strokes = ["var(--eval)", "var(--train)", "var(--model)", "var(--data)"]

/** The course of a training: curves, the newest figures, and the same as a table. */
export function Metrics({ data }: { data: Data }) {
  const words = useWords()
  const chosen = chosenColumns(data.columns)
  const drawn = curves(data.columns, data.rows, chosen, box)
  const last = data.rows.at(-1)
  const alt = `${chosen.map(name => `${nameOf(name)} ${figure(name, drawn.curves.find(curve => curve.name === name)?.last)}`).join(", ")}, ${words.epoch} ${data.rows.length}`
  return (
    <div className="live">
      <div className="curves">
        <svg viewBox={`0 -8 ${box[0] + 128} ${box[1] + 16}`} role="img" aria-label={alt}>
          <g stroke="var(--line)">
            {[0, 0.5, 1].map(part => (
              <path key={part} d={`M0 ${part * box[1]}H${box[0]}`} />
            ))}
          </g>
          {drawn.curves.map(({ name, points }, index) => (
            <path
              key={name}
              d={points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")}
              fill="none"
              stroke={strokes[index % strokes.length]}
              strokeWidth="2.2"
              strokeLinejoin="round"
            />
          ))}
          {labels(drawn.curves.map(({ points }) => points.at(-1)?.y ?? 0)).map((y, index) => {
            const { name, points, last: value } = drawn.curves[index]!
            const end = points.at(-1)
            return (
              <g key={name} fill={strokes[index % strokes.length]}>
                {end !== undefined && <circle cx={end.x} cy={end.y} r="3.2" />}
                <text x={(end?.x ?? 0) + 8} y={y + 4}>
                  {nameOf(name)} {figure(name, value)}
                </text>
              </g>
            )
          })}
        </svg>
        <div className="asides">
          {data.best >= 0 && <span>{words.best(data.best + 1)}</span>}
          <details>
            <summary>{words.asTable}</summary>
            <Rows data={data} />
          </details>
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

function Rows({ data }: { data: Data }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable by keyboard
    <section className="grid" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {data.columns.map(name => (
              <th key={name} scope="col">
                {nameOf(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is an epoch, and epochs keep their place
            <tr key={index}>
              {row.map((value, column) => (
                <td key={data.columns[column]} className="number">
                  {figure(data.columns[column]!, value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
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
