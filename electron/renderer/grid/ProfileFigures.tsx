import type { CSSProperties } from "react"
import type { Profile } from "../../../kernel/contracts/rows/profile.ts"
import { useWords } from "../frame/context.ts"
import { figureText } from "./cell.ts"

const whole = new Intl.NumberFormat("en")

/** A column's figures: counts, range, and how its values are spread. */
export function ProfileFigures({ profile }: { profile: Profile }) {
  const words = useWords()
  const { type, count, missing, distinct, exact, min, max, mean, deviation, bins, top } = profile
  const share =
    count === 0 ? "" : ` · ${((missing / count) * 100).toFixed(missing > 0 && missing / count < 0.01 ? 2 : 0)} %`
  const facts: [string, string][] = [
    [words.grid.count, whole.format(count)],
    [words.grid.missing, `${whole.format(missing)}${missing > 0 ? share : ""}`],
    [words.grid.distinct, `${exact ? "" : "> "}${whole.format(distinct)}`],
    [words.grid.least, figureText(min, type)],
    [words.grid.greatest, figureText(max, type)],
    ...(mean === null ? [] : [[words.grid.mean, figureText(mean, type)] as [string, string]]),
    ...(deviation === null || /date/i.test(type)
      ? []
      : [[words.grid.deviation, figureText(deviation, "")] as [string, string]]),
  ]
  const most = Math.max(1, ...bins.map(bin => bin.count))
  const said = bins.map(bin => `${figureText(bin.from, type)}–${figureText(bin.to, type)}: ${bin.count}`)
  return (
    <>
      {bins.length > 0 && (
        <div className="bins" role="img" aria-label={words.grid.histogram(said.join(", "))}>
          {bins.map((bin, index) => (
            <i key={bin.from} style={{ height: `${(bin.count / most) * 100}%` }} title={said[index]} />
          ))}
        </div>
      )}
      {top.length > 0 && (
        <ul className="top-values" aria-label={words.grid.frequent}>
          {top.map(({ value, count: times }) => (
            <li key={value} style={{ "--part": `${(times / Math.max(1, count)) * 100}%` } as CSSProperties}>
              <span>{value === "" ? "“”" : value}</span>
              <span>{whole.format(times)}</span>
            </li>
          ))}
        </ul>
      )}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
