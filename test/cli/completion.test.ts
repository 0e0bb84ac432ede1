import assert from "node:assert/strict"
import { chmod, writeFile } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { test } from "node:test"
import { folder, kaon, main, start } from "./command.ts"

test("verbs, verbs of verbs and flags are completed by what the command knows of itself", async () => {
  const found = async (...words: string[]) => (await kaon(["complete", "--", ...words]).ended).out.trim().split("\n")
  const all = await found("")
  for (const verb of ["run", "plan", "export", "schedule", "git", "completion"]) assert.ok(all.includes(verb), verb)
  assert.equal(all.includes("complete"), false)
  assert.deepEqual(await found("sched"), ["schedule"])
  assert.deepEqual(await found("schedule", "r"), ["rm", "run-now", "resume", "refresh"])
  assert.deepEqual(await found("export", "a.ipynb", "--t"), ["--to"])
  assert.equal((await found("run", "--f")).includes("--frozen"), false)
})

test("bash completes by the printed script", async () => {
  await using place = await folder()
  const program = join(place.path, "kaon")
  await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
  await chmod(program, 0o755)
  const script = 'eval "$(kaon completion bash)"; COMP_WORDS=(kaon schedule ad); COMP_CWORD=2; _kaon; echo "$COMPREPLY"'
  const env = { PATH: `${place.path}${delimiter}${process.env.PATH}` }
  assert.deepEqual(await start("bash", ["-c", script], { env }).ended, { status: 0, out: "add\n", err: "" })
  assert.equal((await kaon(["completion", "csh"]).ended).status, 2)
})

test("the help of every verb says what it does, and of each of its arguments and flags too", async () => {
  const { commandsForHelp } = await import("../../kernel/cli/program.ts")
  const faults: string[] = []
  const look = (command: ReturnType<typeof commandsForHelp>, name: string) => {
    const help = command.createHelp()
    if (command.description() === "") faults.push(`${name} has no description`)
    for (const { long, description, hidden } of command.options)
      if (!hidden && !description) faults.push(`${name} ${long} has no description`)
    for (const argument of command.registeredArguments)
      if (!argument.description) faults.push(`${name} ${argument.name()} has no description`)
    for (const next of help.visibleCommands(command)) if (next.name() !== "help") look(next, `${name} ${next.name()}`)
  }
  look(commandsForHelp(), "kaon")
  assert.deepEqual(faults, [])
})
