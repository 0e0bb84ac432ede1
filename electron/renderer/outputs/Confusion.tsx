import { useState } from "react"
import type { Report } from "../../../kernel/contracts/mime.ts"
import { useWords } from "../frame/context.ts"

interface Given {
  readonly counts: readonly (readonly number[])[]
  readonly names: readonly string[]
  readonly examples: NonNullable<Report["examples"]>
}

const percent = (share: number | null): string => (share === null ? "" : ` ${Math.round(share * 100)} %`)

/** How often each class was taken for each other; a confusion opens its worst examples. */
export function Confusion({ counts, names, examples }: Given) {
  const words = useWords()
  const [open, setOpen] = useState<string>()
  const most = Math.max(1, ...counts.map(row => Math.max(0, ...row)))
  const name = (index: number) => names[index] ?? String(index)
  const shade = (count: number, right: boolean) =>
    count === 0
      ? undefined
      : `color-mix(in srgb, var(--${right ? "eval" : "bad"}) ${12 + (count / most) * 34}%, transparent)`
  const shown = examples
    .filter(({ actual, predicted }) => `${actual} ${predicted}` === open)
    .sort((one, other) => (other.probability ?? 0) - (one.probability ?? 0))
  const [first] = shown
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable by keyboard
    <section className="output" tabIndex={0} aria-label={words.confusion}>
      <table className="confusion">
        <caption className="unseen">{words.confusion}</caption>
        <thead>
          <tr>
            <td />
            {counts.map((_, index) => (
              <th key={name(index)} scope="col">
                {name(index)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, actual) => (
            <tr key={name(actual)}>
              <th scope="row">{name(actual)}</th>
              {row.map((count, predicted) => {
                const pair = `${actual} ${predicted}`
                const has = examples.some(example => example.actual === actual && example.predicted === predicted)
                return (
                  <td key={name(predicted)} style={{ background: shade(count, actual === predicted) }}>
                    {has ? (
                      <button
                        type="button"
                        aria-pressed={open === pair}
                        title={words.mistakes.examples(count, name(actual), name(predicted))}
                        aria-label={words.mistakes.examples(count, name(actual), name(predicted))}
                        onClick={() => setOpen(open === pair ? undefined : pair)}
                      >
                        {count}
                      </button>
                    ) : count === 0 ? (
                      ""
                    ) : (
                      count
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {first !== undefined && (
        <ul className="examples" aria-label={words.mistakes.worst(name(first.actual), name(first.predicted))}>
          {shown.map(({ row, picture, predicted, probability }) => (
            <li key={row}>
              {picture !== undefined && <img src={picture} alt="" />}
              {words.mistakes.row(row)}
              <br />
              {name(predicted)}
              {percent(probability)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
