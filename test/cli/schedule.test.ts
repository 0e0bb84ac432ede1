import assert from "node:assert/strict"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { writeSchedule } from "../../kernel/schedules/index.ts"
import { folder, kaon, notebookOf } from "./command.ts"

const script = (value: string) =>
  `// %%params\nconst days = 7\n\n// %%\nimport { twice } from "./lib.ts"\n\n// %%\nconsole.log("${value}", twice(days))\n`

test("a schedule runs the notebook as it was frozen, shows its runs, and refuses code that changed", async () => {
  await using place = await folder()
  const run = (...args: string[]) => kaon(args, { cwd: place.path }).ended
  const write = (name: string, text: string) => writeFile(join(place.path, name), text)
  await write("lib.ts", "export const twice = (n: number) => 2 * n\n")
  await write("daily.ts", script("first"))
  const added = await run("schedule", "add", "daily.ts", "--cron", "0 6 * * *", "--tz", "Europe/Berlin", "-p", "days=5")
  assert.equal(added.status, 0, added.err)
  assert.match(added.out, /^daily: daily\.ts runs next at \d{4}-\d\d-\d\d 06:00 Europe\/Berlin/)
  // The notebook goes on being edited; the schedule does not notice.
  await write("daily.ts", script("second"))
  const now = await run("schedule", "run-now", "daily")
  assert.equal(now.status, 0, now.out + now.err)
  const [, id] = /\(run (\S+)\)/.exec(now.out) ?? []
  const shown = JSON.parse((await run("runs", "show", id!, "--json")).out)
  assert.deepEqual([shown.notebook, shown.state, shown.params], ["daily.ts", "done", { days: 5 }])
  assert.match(JSON.stringify(shown.steps), /first 10/)
  const [listed] = JSON.parse((await run("schedule", "ls", "--json")).out)
  assert.deepEqual(
    listed.history.map((entry: { run: string; outcome: string }) => [entry.run, entry.outcome]),
    [[id, "done"]],
  )
  assert.deepEqual(listed.frozen.parameters, [{ name: "days", type: "number" }])
  // What it imports is part of it.
  await write("lib.ts", "export const twice = (n: number) => 3 * n\n")
  const changed = await run("schedule", "run-now", "daily")
  assert.equal(changed.status, 1)
  assert.match(changed.out, /has changed since: lib\.ts/)
  assert.equal((await run("schedule", "refresh", "daily")).status, 0)
  assert.equal((await run("schedule", "run-now", "daily")).status, 0)
  assert.match((await run("schedule", "pause", "daily")).out, /is paused/)
  assert.match((await run("schedule", "ls")).out, /daily +daily\.ts +0 6 \* \* \* +paused +done/)
  assert.equal((await run("schedule", "rm", "daily")).status, 0)
  assert.match((await run("schedule", "ls")).out, /no schedules/)
})

test("what could not run is refused when it is added, and leaves nothing behind", async () => {
  await using place = await folder()
  const run = (...args: string[]) => kaon(args, { cwd: place.path }).ended
  await writeFile(join(place.path, "broken.ipynb"), notebookOf(["const = 1"]))
  const cases: [string[], RegExp][] = [
    [["broken.ipynb", "--cron", "0 6 * * *"], /SYNTAX_ERROR/],
    [["broken.ipynb", "--cron", "0 66 * * *"], /no cron expression/],
    [["broken.ipynb", "--cron", "0 6 * * *", "--tz", "Nowhere"], /no time zone/],
    [["missing.ipynb", "--cron", "0 6 * * *"], /NOTEBOOK_NOT_FOUND/],
    [["broken.ipynb", "--cron", "0 6 * * *", "--missed", "never"], /--missed once/],
    [["../x.ipynb", "--cron", "0 6 * * *"], /not in the folder/],
  ]
  for (const [args, expected] of cases) {
    const { status, err } = await run("schedule", "add", ...args)
    assert.notEqual(status, 0)
    assert.match(err, expected)
  }
  assert.match((await run("schedule", "ls")).out, /no schedules/)
  assert.match((await run("schedule", "rm", "x")).err, /no schedule x/)
})

test("kaon schedule serve runs what is due, and what comes of it is in the history", async () => {
  await using place = await folder()
  await writeFile(join(place.path, "a.ipynb"), notebookOf(['console.log("ran")']))
  const added = await kaon(["schedule", "add", "a.ipynb", "--cron", "* * * * *"], { cwd: place.path }).ended
  assert.equal(added.status, 0, added.err)
  // As if it had been added two minutes ago: a time has passed that nobody saw.
  const file = join(place.path, ".kaon", "schedules", "a", "schedule.json")
  const schedule = JSON.parse(await readFile(file, "utf8"))
  await writeSchedule(place.path, { ...schedule, from: Date.now() - 120_000 })
  const served = kaon(["schedule", "serve", "--json"], { cwd: place.path })
  const line = JSON.parse((await served.prints(/\n/)).split("\n")[0]!)
  assert.deepEqual([line.schedule, line.outcome], ["a", "done"])
  served.child.kill("SIGTERM")
  assert.equal((await served.ended).status, 0)
  assert.match((await kaon(["runs", "show", line.run], { cwd: place.path }).ended).out, /a\.ipynb/)
})
