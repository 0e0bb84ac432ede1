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
