const wave = (from: number, to: number, at: (x: number) => number) =>
  Array.from({ length: (to - from) / 3 + 1 }, (_, i) => from + 3 * i)
    .map((x, i) => `${i === 0 ? "M" : "L"}${x} ${at(x).toFixed(1)}`)
    .join("")

const calm = (x: number) => 60 + Math.sin(x / 7) * 9 + Math.sin(x / 2.7) * 3

/** A calm line, and a piece of it that is not. */
export const anomaly = (
  <>
    <path
      d={`${wave(18, 204, x => calm(x) - 20)}${wave(18, 204, x => calm(x) + 20)}`}
      fill="none"
      stroke="var(--eval)"
      strokeWidth="1.2"
      opacity="0.35"
    />
    <path d={wave(18, 126, calm)} fill="none" stroke="var(--data)" strokeWidth="2.2" />
    <path
      d={`M126 ${calm(126).toFixed(1)}L134 22L143 96L150 ${calm(150).toFixed(1)}`}
      fill="none"
      stroke="var(--bad)"
      strokeWidth="2.4"
      strokeLinejoin="round"
    />
    <path d={wave(150, 204, calm)} fill="none" stroke="var(--data)" strokeWidth="2.2" />
    <circle cx="134" cy="22" r="4" fill="var(--bad)" />
  </>
)

/** A short sound, in bars that swell and fade, between two speakers. */
export const speech = Array.from({ length: 30 }, (_, i) => {
  const tall = 8 + 62 * Math.sin((Math.PI * (i + 1)) / 31) ** 1.4 * (0.45 + 0.55 * Math.abs(Math.sin(i * 1.9)))
  return (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
      key={i}
      x={28 + i * 5.6}
      y={59 - tall / 2}
      width="3.4"
      height={tall}
      rx="1.7"
      fill={i < 15 ? "var(--train)" : "var(--model)"}
      opacity="0.85"
    />
  )
})

const worn = (x: number) => 92 - 66 * Math.exp((x - 176) / 34)

/** Wear that grows faster and faster, the day to act, and the day when it breaks. */
export const maintenance = (
  <>
    <rect x="134" y="14" width="42" height="90" rx="5" fill="var(--deploy)" opacity="0.1" />
    <path
      d={wave(20, 176, x => worn(x) + Math.sin(x * 1.3) * 2.6)}
      fill="none"
      stroke="var(--data)"
      strokeWidth="2.2"
      strokeLinejoin="round"
    />
    <path d="M134 14V104" stroke="var(--deploy)" strokeWidth="1.8" strokeDasharray="4 4" />
    <path d="M170 20l12 12M182 20l-12 12" stroke="var(--bad)" strokeWidth="2.6" strokeLinecap="round" />
  </>
)

const basket = [0, 3, 4]
const shelf = (i: number) => [58 + (i % 3) * 26, 33 + Math.floor(i / 3) * 26] as const

/** What is in a basket, and what goes with it. */
export const recommend = (
  <>
    {Array.from({ length: 6 }, (_, i) => {
      const [x, y] = shelf(i)
      const has = basket.includes(i)
      return (
        <rect
          key={`${x} ${y}`}
          x={x - 18}
          y={y}
          width="20"
          height="20"
          rx="5"
          fill={has ? "var(--data)" : "var(--line-strong)"}
          opacity={has ? 0.85 : 0.22}
        />
      )
    })}
    <path d="M122 57H142M136 50l7 7-7 7" fill="none" stroke="var(--ink2)" strokeWidth="1.8" opacity="0.6" />
    {[30, 22, 13].map((wide, i) => (
      <rect
        key={wide}
        x="154"
        y={36 + i * 16}
        width={wide + 8}
        height="9"
        rx="4.5"
        fill="var(--model)"
        opacity={0.9 - i * 0.25}
      />
    ))}
  </>
)
