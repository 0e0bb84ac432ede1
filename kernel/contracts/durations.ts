const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86_400 }
const part = /(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|min|m|h|d)?\s*/y

/** Seconds of a duration as people write it: `90`, `90s`, `1.5h`, `1h 30m`. Undefined for what is none, and for none at all. */
export function secondsIn(text: string): number | undefined {
  let [sum, end] = [0, 0]
  part.lastIndex = 0
  for (let match = part.exec(text); match !== null; match = part.exec(text)) {
    const [, number, unit = "s"] = match
    sum += Number(number) * units[unit]!
    end = part.lastIndex
  }
  return end === text.length && end > 0 && sum > 0 ? sum : undefined
}
