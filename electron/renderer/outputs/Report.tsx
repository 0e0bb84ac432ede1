import { Check, X } from "lucide-react"
import { type Report as Data, reportSchema } from "../../../kernel/contracts/mime.ts"
import { useWords } from "../frame/context.ts"
import { figure, nameOf } from "./curves.ts"

const bounds = { atLeast: "≥", atMost: "≤" }

/** What an evaluation found: its figures, its gates, and where it was wrong. */
export function Report({ data }: { data: Data }) {
  const words = useWords()
  const figures = Object.entries(data.figures).filter(([, value]) => value !== null)
  return (
    <div className="report">
      <div className="tiles">
        {figures.map(([name, value]) => (
          <div className="tile" key={name}>
            <b>{figure(name, value)}</b>
            <span>{nameOf(name)}</span>
          </div>
        ))}
      </div>
      {data.gates.map(({ figure: name, bound, wanted, got, met }) => (
        <span key={`${name} ${bound}`} className={met ? "gate" : "gate missed"}>
          {met ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
          {words.accuracyGate(nameOf(name), bounds[bound], figure(name, wanted), figure(name, got))}
        </span>
      ))}
      {data.confusion !== undefined && (
        <details>
          <summary>{words.confusionTable}</summary>
          <Confusion counts={data.confusion} names={data.classes ?? []} />
        </details>
      )}
    </div>
  )
}

function Confusion({ counts, names }: { counts: readonly (readonly number[])[]; names: readonly string[] }) {
  const words = useWords()
  const most = Math.max(1, ...counts.flat())
  const shade = (count: number, right: boolean) =>
    count === 0
      ? undefined
      : `color-mix(in srgb, var(--${right ? "eval" : "bad"}) ${12 + (count / most) * 34}%, transparent)`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable by keyboard
    <section className="output" tabIndex={0} aria-label={words.confusion}>
      <table className="confusion">
        <caption className="unseen">{words.confusion}</caption>
        <thead>
          <tr>
            <td />
            {counts.map((_, index) => (
              <th key={names[index] ?? index} scope="col">
                {names[index] ?? index}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, actual) => (
            <tr key={names[actual] ?? actual}>
              <th scope="row">{names[actual] ?? actual}</th>
              {row.map((count, predicted) => (
                <td key={names[predicted] ?? predicted} style={{ background: shade(count, actual === predicted) }}>
                  {count === 0 ? "" : count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export const parseReport = (value: unknown) => reportSchema.safeParse(value)
