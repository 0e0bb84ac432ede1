import { detection, diagnosis, python, regression, transfer } from "./drawings.tsx"
import { anomaly, maintenance, recommend, speech } from "./seriesDrawings.tsx"
import { forecast, mnist, table, text } from "./templateDrawings.tsx"

const seven = ["01111110", "01111110", "00000110", "00001100", "00011000", "00110000", "00110000", "00110000"]
const three = ["00111100", "01100110", "00000110", "00011100", "00000110", "01100110", "01111110", "00111100"]

// biome-ignore-start lint/suspicious/noArrayIndexKey: a pixel is its place
const digit = (rows: readonly string[], left: number, color: string) =>
  rows.flatMap((row, y) =>
    [...row].flatMap((on, x) =>
      on === "1"
        ? [
            <rect
              key={`${left} ${x} ${y}`}
              x={left + x * 8}
              y={27 + y * 8}
              width="7"
              height="7"
              rx="1.5"
              fill={color}
              opacity={0.55 + ((x * 7 + y * 3) % 5) / 10}
            />,
          ]
        : [],
    ),
  )

// biome-ignore-end lint/suspicious/noArrayIndexKey: a pixel is its place
const dots = Array.from({ length: 26 }, (_, index) => {
  const x = 22 + index * 7.2
  return { x, y: 60 - Math.sin(index / 4.2) * 28 + (((index * 37) % 11) - 5) * 1.7 }
})

const pictures: Readonly<Record<string, React.ReactNode>> = {
  detection,
  python,
  transfer,
  anomaly,
  speech,
  maintenance,
  recommend,
  diagnosis,
  regression,
  mnist,
  text,
  table,
  forecast,
  digits: (
    <>
      {digit(seven, 36, "var(--train)")}
      {digit(three, 122, "var(--eval)")}
    </>
  ),
  curve: (
    <>
      {dots.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r="2.6" fill="var(--data)" opacity="0.75" />
      ))}
      <path
        d={`M22 60${dots.map((_, index) => `L${22 + index * 7.2} ${60 - Math.sin(index / 4.2) * 28}`).join("")}`}
        fill="none"
        stroke="var(--model)"
        strokeWidth="2.4"
      />
    </>
  ),
  empty: (
    <>
      <rect
        x="46"
        y="34"
        width="128"
        height="20"
        rx="5"
        fill="var(--raise)"
        stroke="var(--line-strong)"
        strokeOpacity="0.4"
      />
      <rect x="46" y="62" width="128" height="28" rx="5" fill="var(--raise)" stroke="var(--accent)" />
      <rect x="54" y="70" width="2" height="12" fill="var(--accent)" />
    </>
  ),
}

/** The stages of a pipeline in a row, for a template that has no picture of its own. */
function Stages({ stages }: { stages: readonly string[] }) {
  const kinds = stages.filter(stage => stage !== "params").slice(0, 6)
  const wide = 220 / (kinds.length + 1)
  return kinds.map((stage, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a stage may come twice
    <g key={index}>
      {index > 0 && (
        <path d={`M${wide * index + 13} 59H${wide * (index + 1) - 13}`} stroke="var(--line-strong)" strokeWidth="1.5" />
      )}
      <rect
        x={wide * (index + 1) - 12}
        y="47"
        width="24"
        height="24"
        rx="7"
        fill={`var(--${stage}, var(--params))`}
        opacity="0.85"
      />
    </g>
  ))
}

/** What a template makes, as a small picture. */
export const Picture = ({ of, stages }: { of: string; stages: readonly string[] }) => (
  <svg viewBox="0 0 220 118" aria-hidden>
    {pictures[of] ?? <Stages stages={stages} />}
  </svg>
)
