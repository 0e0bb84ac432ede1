import { type Table as TableData, tableSchema } from "../../../kernel/contracts/mime.ts"
import { useWords } from "../frame/context.ts"

const most = 200
const format = new Intl.NumberFormat("en", { maximumSignificantDigits: 6, useGrouping: false })

const shown = (value: unknown): string =>
  typeof value === "number"
    ? format.format(value)
    : value === null
      ? ""
      : typeof value === "string"
        ? value
        : JSON.stringify(value)

/** Rows of a table with their types; as many as fit a page quickly. */
export function Table({ data }: { data: TableData }) {
  const words = useWords()
  const rows = data.rows.slice(0, most)
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable by keyboard */}
      <section className="grid" tabIndex={0} aria-label={words.rowsOf(rows.length, data.total)}>
        <table>
          <thead>
            <tr>
              {data.columns.map(({ name, type }) => (
                <th key={name} scope="col">
                  {name}
                  <small>{type}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
              <tr key={index}>
                {row.map((value, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their place
                  <td key={column} className={typeof value === "number" ? "number" : undefined}>
                    {shown(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {data.total > rows.length && <p className="empty">{words.rowsOf(rows.length, data.total)}</p>}
    </div>
  )
}

export const parseTable = (value: unknown) => tableSchema.safeParse(value)
