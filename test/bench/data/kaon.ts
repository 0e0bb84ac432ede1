import { data } from "../../../kernel/learn/index.ts"

/** Prints milliseconds of each measure, as JSON: `node kaon.ts rows.csv`. */
const file = process.argv[2]!
const timings: Record<string, number> = {}

async function measure<T>(name: string, work: () => PromiseLike<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  timings[name] = performance.now() - started
  return result
}

const table = await measure("first rows", () => data.csv(file))
await measure("profile", () => table.profile())
await measure("load and split", () =>
  table
    .predict("y", { drop: ["day"] })
    .encode("ordinal")
    .split({ seed: 1 }),
)
await measure("SQL group", async () =>
  (await table.sql("SELECT city, kind, avg(a), sum(b) FROM this GROUP BY city, kind")).rows({ limit: 1000 }),
)
console.log(JSON.stringify(timings))
