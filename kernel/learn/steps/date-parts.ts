import { asNumbers } from "./encode.ts"
import { type ColumnStep, numbersIn, type State } from "./step.ts"

const day = 86_400_000

/** Parts of a date in UTC, each with the number of values it goes round in, where it does. */
export const parts = {
  year: { of: date => date.getUTCFullYear() },
  quarter: { of: date => Math.floor(date.getUTCMonth() / 3) + 1, cycle: 4 },
  month: { of: date => date.getUTCMonth() + 1, cycle: 12 },
  /** Of ISO 8601: the week that has the year's first Thursday is 1. */
  week: { of: isoWeek, cycle: 52 },
  day: { of: date => date.getUTCDate(), cycle: 31 },
  dayOfYear: { of: date => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / day) + 1, cycle: 365 },
  /** Monday is 0. */
  weekday: { of: date => (date.getUTCDay() + 6) % 7, cycle: 7 },
  weekend: { of: date => Number(date.getUTCDay() % 6 === 0) },
  hour: { of: date => date.getUTCHours(), cycle: 24 },
  minute: { of: date => date.getUTCMinutes(), cycle: 60 },
  /** Days since 1970, with the time of day as a fraction. */
  days: { of: date => date.getTime() / day },
} as const satisfies Record<string, { of(date: Date): number; cycle?: number }>

export type DatePart = keyof typeof parts

export interface DateOptions {
  /** Without it: year, month, day, weekday, and the hour where the training rows have one. */
  parts?: readonly DatePart[]
  /** Give what goes round as sine and cosine, so that December is next to January. */
  cyclic?: boolean
}

function isoWeek(date: Date): number {
  const thursday = new Date(date)
  thursday.setUTCDate(date.getUTCDate() + 3 - ((date.getUTCDay() + 6) % 7))
  return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / day / 7) + 1
}

/** A date becomes its parts as numbers; NaN for each where it is missing. */
export const dateParts = ({ parts: chosen, cyclic = false }: DateOptions = {}): ColumnStep => ({
  suits: column => column.kind === "date",
  fit(training) {
    const timed = numbersIn(training).some(value => !Number.isNaN(value) && value % day !== 0)
    return { parts: chosen ?? ["year", "month", "day", "weekday", ...(timed ? ["hour"] : [])], cyclic }
  },
  prepare(state, column) {
    const { parts: names, cyclic: round } = state as State & { parts: DatePart[]; cyclic: boolean }
    const writers = names.flatMap(name => writersOf(name, round))
    return {
      column: asNumbers(column, writers.length),
      run(values, rows) {
        const numbers = new Float64Array(rows * writers.length).fill(Number.NaN)
        numbersIn(values).forEach((value, row) => {
          if (Number.isNaN(value)) return
          const date = new Date(value)
          writers.forEach((write, i) => {
            numbers[row * writers.length + i] = write(date)
          })
        })
        return numbers
      },
    }
  },
})

function writersOf(name: DatePart, round: boolean): ((date: Date) => number)[] {
  const part: { of(date: Date): number; cycle?: number } = parts[name]
  const { of, cycle } = part
  if (!round || cycle === undefined) return [of]
  return [date => Math.sin((2 * Math.PI * of(date)) / cycle), date => Math.cos((2 * Math.PI * of(date)) / cycle)]
}
