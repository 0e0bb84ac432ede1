/** Two clouds with a line between them, and those on its wrong side. */
const cloud = (count: number, x: number, y: number, wide: number) =>
  Array.from({ length: count }, (_, i) => {
    const turn = i * 2.4
    const reach = Math.sqrt((i + 0.5) / count) * wide
    return [x + Math.cos(turn) * reach * 1.25, y + Math.sin(turn) * reach] as const
  })
const dot = (color: string, opacity = 0.75) =>
  function Dot([x, y]: readonly [number, number]) {
    return <circle key={`${x} ${y}`} cx={x} cy={y} r="2.8" fill={color} opacity={opacity} />
  }

export const diagnosis = (
  <>
    {cloud(34, 78, 66, 32).map(dot("var(--eval)"))}
    {cloud(20, 148, 50, 26).map(dot("var(--bad)"))}
    <path d="M92 14L128 106" stroke="var(--ink2)" strokeWidth="1.6" opacity="0.5" />
    <path d="M112 12L148 104" stroke="var(--ink2)" strokeWidth="1.6" strokeDasharray="4 4" opacity="0.25" />
  </>
)

/** What was predicted against what came: near the diagonal, with a band around it. */
export const regression = (
  <>
    <path d="M40 92L168 12L188 24L60 104z" fill="var(--model)" opacity="0.1" />
    <path d="M50 98L178 18" stroke="var(--model)" strokeWidth="2.2" />
    {Array.from({ length: 30 }, (_, i) => {
      const x = 54 + i * 4
      return [x, 98 - (x - 50) * 0.625 + (((i * 29) % 17) - 8) * 2] as const
    }).map(dot("var(--data)", 0.7))}
  </>
)

const tiles = (count: number, x: number, y: number, across: number, color: string, opacity: number) =>
  Array.from({ length: count }, (_, i) => [x + (i % across) * 15, y + Math.floor(i / across) * 15] as const).map(
    ([left, top]) => (
      <rect key={`${left} ${top}`} x={left} y={top} width="12" height="12" rx="3" fill={color} opacity={opacity} />
    ),
  )

/** Many examples of some classes, layers that are handed on, and a few examples of another. */
export const transfer = (
  <>
    {tiles(20, 18, 22, 4, "var(--data)", 0.55)}
    {[0, 1, 2].map(i => (
      <rect
        key={i}
        x={96 + i * 14}
        y={30 + i * 4}
        width="9"
        height={58 - i * 8}
        rx="4"
        fill="var(--model)"
        opacity={0.9 - i * 0.2}
      />
    ))}
    <path d="M84 59h6M140 59h14M149 53l6 6-6 6" fill="none" stroke="var(--ink2)" strokeWidth="1.8" opacity="0.55" />
    {tiles(4, 166, 45, 2, "var(--train)", 0.85)}
  </>
)

/** A picture with two digits, each in the box that was found around it. */
export const detection = (
  <>
    <rect x="58" y="10" width="104" height="98" rx="6" fill="var(--raise)" stroke="var(--line)" />
    <path
      d="M78 26h20l-12 28"
      fill="none"
      stroke="var(--ink2)"
      strokeWidth="4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    <path
      d="M118 66h20l-12 11q14 0 14 9t-13 8-9-4"
      fill="none"
      stroke="var(--ink2)"
      strokeWidth="4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    <rect
      x="68"
      y="18"
      width="40"
      height="44"
      rx="3"
      fill="var(--train)"
      fillOpacity="0.1"
      stroke="var(--train)"
      strokeWidth="2"
    />
    <rect
      x="108"
      y="58"
      width="42"
      height="44"
      rx="3"
      fill="var(--eval)"
      fillOpacity="0.1"
      stroke="var(--eval)"
      strokeWidth="2"
    />
  </>
)

/** Three networks on the same rows, one of them Kaon's own. */
export const python = ["var(--train)", "var(--model)", "var(--data)"].map((color, i) => (
  <g key={color}>
    <path
      d={`M62 59Q84 59 98 ${29 + i * 30}H120Q136 ${29 + i * 30} 158 59`}
      fill="none"
      stroke={color}
      strokeWidth="2"
      opacity="0.6"
    />
    <rect x="94" y={19 + i * 30} width="32" height="20" rx="6" fill={color} opacity="0.85" />
    <circle cx="52" cy="59" r="9" fill="var(--data)" opacity="0.3" />
    <circle cx="168" cy="59" r="9" fill="var(--eval)" opacity="0.3" />
  </g>
))
