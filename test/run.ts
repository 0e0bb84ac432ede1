import { globSync, readdirSync } from "node:fs"
import path from "node:path"
import { run } from "node:test"
import { spec } from "node:test/reporters"

/*
 * `npm test` runs every test but the browser suites; `npm test -- cell wire` those of the named folders. Ends with the line that CI reads.
 */
/** No file of tests may take longer (ms): one that hangs fails. */
const longest = 240_000
const root = path.resolve(import.meta.dirname, "..")
const folders = process.argv.slice(2)
/** Suites with scripts of their own: `npm run test:e2e`. */
const apart = new Set(["e2e"])
const all = readdirSync(path.join(root, "test"), { withFileTypes: true }).filter(entry => entry.isDirectory())
const chosen = folders.length === 0 ? all.map(({ name }) => name).filter(name => !apart.has(name)) : folders
const files = chosen.flatMap(folder => globSync(`test/${folder}/**/*.test.ts`, { cwd: root }))
if (files.length === 0) {
  console.error(`No tests below test/{${folders.join(",")}}.`)
  process.exit(2)
}
const counts = { passed: 0, failed: 0, skipped: 0 }
const skipped: string[] = []
const stream = run({
  files: files.sort().map(file => path.join(root, file)),
  concurrency: 2,
  timeout: longest,
  cwd: root,
})
stream.on("test:pass", ({ name, details, skip, file }) => {
  if (details.type === "suite") return
  if (skip === undefined || skip === false) counts.passed++
  else {
    counts.skipped++
    skipped.push(`${path.relative(root, file ?? "")}: ${name}${typeof skip === "string" ? ` (${skip})` : ""}`)
  }
})
stream.on("test:fail", ({ details }) => {
  if (details.type === "suite") return
  counts.failed++
  process.exitCode = 1
})
stream.on("end", () => {
  for (const line of skipped) console.log(`skipped: ${line}`)
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
})
stream.compose(new spec()).pipe(process.stdout)
