import assert from "node:assert/strict"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { runEventSchema } from "../../kernel/contracts/run.ts"
import { folder, kaon } from "./command.ts"

const script = `// %%params
const least = 2
// %%sql totals
// -- by day
// SELECT day::DATE AS day, sum(amount)::HUGEINT AS amount, [min(amount), max(amount)] AS ends
// FROM 'sales.csv'
// WHERE amount >= $least
// GROUP BY ALL ORDER BY day
// %%
const total = (await totals.rows()).map(({ day, amount, ends }) => [(day as Date).toISOString(), amount, ends])
console.log(JSON.stringify(total))
`

/** What a run's steps printed, those that were cached, and why the others ran. */
async function ran(path: string, ...args: string[]) {
  const { status, out, err } = await kaon(["run", path, "--json", ...args]).ended
  assert.equal(status, 0, err + out)
  const events = out
    .trimEnd()
    .split("\n")
    .map(line => runEventSchema.parse(JSON.parse(line)))
  return {
    printed: events.flatMap(event =>
      event.event === "step-output" && JSON.stringify(event.output).includes("stdout")
        ? [JSON.stringify(event.output)]
        : [],
    ),
    cached: events.flatMap(event => (event.event === "step-ended" && event.cached ? [event.cell] : [])),
    why: events.flatMap(event =>
      event.event === "step-started" && event.why !== undefined ? [[event.cell, event.why]] : [],
    ),
  }
}

test("a %%sql cell of a percent script runs, and comes from the cache until its words, its files or its parameters change", async () => {
  await using place = await folder()
  const path = join(place.path, "sales.ts")
  const csv = join(place.path, "sales.csv")
  await writeFile(path, script)
  await writeFile(csv, "day,amount\n2024-02-29,1\n2024-02-29,3\n2024-03-01,5\n2024-03-01,4\n")
  const first = await ran(path)
  assert.match(first.printed.join(), /2024-02-29T00:00:00.000Z.*,3,\[3,3\].*2024-03-01.*,9,\[4,5\]/)
  const commented = script.replace("by day", "by day, as ever").replace("WHERE amount", " WHERE  amount")
  const edited = commented.replace(
    "console.log(JSON.stringify(total))",
    "console.log(total.length, JSON.stringify(total))",
  )
  await writeFile(path, edited)
  const below = await ran(path)
  assert.deepEqual(
    below.cached,
    [1, 2],
    "a comment in the query changes nothing, and the cell below runs on its table from the store",
  )
  assert.match(below.printed.join(), /2 .*2024-02-29T00:00:00.000Z.*,3,\[3,3\]/)
  const other = await ran(path, "-p", "least=4")
  assert.match(JSON.stringify(other.why), /\[2,"input least changed"\]/)
  assert.match(other.printed.join(), /1 .*2024-03-01.*,9/)
  await writeFile(csv, `${await readFile(csv, "utf8")}2024-03-02,8\n`)
  const grown = await ran(path)
  assert.match(JSON.stringify(grown.why), /\[2,"file sales.csv changed/)
  assert.match(grown.printed.join(), /3 /)
})

test("a run refuses a query over a table that only a later cell gives, and says where", async () => {
  await using place = await folder()
  const path = join(place.path, "later.ts")
  await writeFile(path, "// %%sql a\n// SELECT 1 FROM b\n// %%sql b\n// SELECT 2\n")
  const { status, err } = await kaon(["run", path]).ended
  assert.equal(status, 1)
  assert.match(err, /"b" is used in cell 1, line 2, but only cell 2, line 1, defines it/)
})
