import { globSync, readdirSync } from "node:fs"
import { availableParallelism } from "node:os"
import path from "node:path"
import { run } from "node:test"
import { spec } from "node:test/reporters"

/*
 * `npm test` runs every test but the browser's and the long ones; `npm test -- cell wire` those of the named folders. A file that fails is run
 * once more, alone: what passes then hung on the load of the machine, and is named as shaky. Ends with the line that CI reads.
 */
/** No file of tests may take longer (ms): one that hangs fails. */
const longest = 240_000
const root = path.resolve(import.meta.dirname, "..")
const folders = process.argv.slice(2)
/** Suites with scripts of their own: `npm run test:e2e`, `npm run test:long`. */
const apart = new Set(["e2e", "long"])
const all = readdirSync(path.join(root, "test"), { withFileTypes: true }).filter(entry => entry.isDirectory())
const chosen = folders.length === 0 ? all.map(({ name }) => name).filter(name => !apart.has(name)) : folders
const files = chosen.flatMap(folder => globSync(`test/${folder}/**/*.test.ts`, { cwd: root })).sort()
if (files.length === 0) {
  console.error(`No tests below test/{${folders.join(",")}}.`)
  process.exit(2)
}

interface Counts {
  passed: number
  failed: number
  skipped: string[]
}

/** What became of each file's tests. */
async function runFiles(chosen: readonly string[], concurrency: number): Promise<Map<string, Counts>> {
  const results = new Map<string, Counts>(chosen.map(file => [file, { passed: 0, failed: 0, skipped: [] }]))
  const countsOf = (file: string | undefined) =>
    results.get(path.relative(root, file ?? "")) ?? results.values().next().value!
  const stream = run({
    files: chosen.map(file => path.join(root, file)),
    concurrency,
    timeout: longest,
    forceExit: true,
    cwd: root,
  })
  stream.on("test:pass", ({ name, details, skip, file }) => {
    if (details.type === "suite") return
    const counts = countsOf(file)
    if (skip === undefined || skip === false) counts.passed++
    else counts.skipped.push(`${name}${typeof skip === "string" ? ` (${skip})` : ""}`)
  })
  stream.on("test:fail", ({ details, file }) => {
    if (details.type !== "suite") countsOf(file).failed++
  })
  const shown = stream.compose(new spec())
  for await (const text of shown) process.stdout.write(text as string)
  return results
}

// A browser, a host and a kernel are busy at once in each file of the browser suite.
const cores = chosen.includes("e2e") ? Math.floor(availableParallelism() / 2) : 2
const results = await runFiles(files, Math.max(1, Math.min(2, cores)))
const failing = [...results].filter(([, { failed }]) => failed > 0).map(([file]) => file)
const shaky: string[] = []
if (failing.length > 0) {
  console.log(`Running what failed once more, alone: ${failing.join(", ")}`)
  for (const [file, counts] of await runFiles(failing, 1)) {
    if (counts.failed === 0) shaky.push(file)
    results.set(file, counts)
  }
}
for (const file of shaky) console.log(`shaky: ${file} failed beside others and passed alone`)
for (const [file, { skipped }] of results) for (const name of skipped) console.log(`skipped: ${file}: ${name}`)
const sum = (of: (counts: Counts) => number) => [...results.values()].reduce((total, counts) => total + of(counts), 0)
const failed = sum(counts => counts.failed)
console.log(`${sum(counts => counts.passed)} passed, ${failed} failed, ${sum(counts => counts.skipped.length)} skipped`)
process.exitCode = failed > 0 ? 1 : 0
