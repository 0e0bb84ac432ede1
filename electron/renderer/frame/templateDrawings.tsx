/** Nine digits as strokes in a field of 16 × 16. */
const strokes: readonly string[] = [
  "M4 3h8v10h-8z",
  "M6 5l3-2v10",
  "M4 5q0-2 4-2t4 3q0 2-4 4t-4 3h8",
  "M4 3h8l-5 4q5 0 5 3t-4 3-4-1",
  "M10 13v-10l-6 7h8",
  "M12 3h-7l-1 4q8-1 8 3t-4 3-4-1",
  "M11 3q-7 2-7 7t4 3 4-3-4-3-4 3",
  "M4 3h8l-5 10",
  "M8 8q-4-1-4-3t4-2 4 2-4 3-4 3 4 2 4-2-4-3",
]

const stages = ["data", "model", "train", "eval", "deploy"]

/** Handwriting in many hands. */
export const mnist = strokes.map((path, i) => (
  <g key={path} transform={`translate(${50 + (i % 3) * 42} ${10 + Math.floor(i / 3) * 34})`}>
    <rect width="32" height="30" rx="5" fill="var(--raise)" stroke="var(--line)" />
    <path
      d={path}
      transform={`translate(0 -1) scale(2) rotate(${((i * 7) % 5) * 4 - 8} 8 8)`}
      fill="none"
      stroke={`var(--${stages[i % stages.length]})`}
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </g>
))

/** Lines of words; those that tell praise from complaint stand out. */
const lines: readonly (readonly [width: number, tone?: "eval" | "fail"])[][] = [
  [[26], [40], [30, "eval"], [22], [34]],
  [[44], [24, "fail"], [36], [40]],
  [[30], [28], [46, "eval"], [26]],
  [[38], [32], [20], [42, "fail"]],
]
const tones = { eval: "var(--deploy)", fail: "var(--bad)" } as const

export const text = lines.flatMap((words, y) => {
  let x = 26
  return words.map(([width, tone]) => {
    const left = x
    x += width + 6
    return (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
        key={`${y} ${left}`}
        x={left}
        y={24 + y * 19}
        width={width}
        height="9"
        rx="4.5"
        fill={tone === undefined ? "var(--line-strong)" : tones[tone]}
        opacity={tone === undefined ? 0.4 : 0.85}
      />
    )
  })
})

/** Rows and columns, with gaps, and what is predicted at their right. */
const gaps = new Set(["1 2", "3 1"])
export const table = Array.from({ length: 5 }, (_, y) =>
  Array.from({ length: 4 }, (_, x) => (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
      key={`${x} ${y}`}
      x={34 + x * 39}
      y={18 + y * 17}
      width="34"
      height="12"
      rx="3"
      fill={y === 0 ? "var(--line-strong)" : x === 3 ? `var(--${(y * 7) % 3 === 1 ? "train" : "eval"})` : "var(--data)"}
      opacity={y === 0 ? 0.55 : gaps.has(`${y} ${x}`) ? 0.12 : x === 3 ? 0.85 : 0.3 + ((x * 5 + y * 3) % 4) / 10}
    />
  )),
)

const height = (hour: number) => 62 - Math.sin(hour / 3.1) * 24 - Math.sin(hour / 1.55) * 7
const line = (from: number, to: number, off = 0) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)
    .map((hour, i) => `${i === 0 ? "M" : "L"}${20 + hour * 4.6} ${(height(hour) + off * Math.cos(hour)).toFixed(1)}`)
    .join("")

/** What has been, and two ways on from there: what came, and the forecast. */
export const forecast = (
  <>
    <rect x="139" y="14" width="66" height="90" rx="6" fill="var(--model)" opacity="0.08" />
    <path d={line(0, 26)} fill="none" stroke="var(--data)" strokeWidth="2.4" strokeLinejoin="round" />
    <path d={line(26, 39)} fill="none" stroke="var(--data)" strokeWidth="2.4" opacity="0.35" />
    <path d={line(26, 39, 5)} fill="none" stroke="var(--model)" strokeWidth="2.4" strokeDasharray="5 4" />
  </>
)
