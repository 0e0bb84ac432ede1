import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, open, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { KaonError } from "../../../../kernel/contracts/errors.ts"
import { type RunError, runEventSchema } from "../../../../kernel/contracts/run.ts"
import { Refusal } from "../../http/refusal.ts"

const command = fileURLToPath(new URL("../../../../kernel/cli/main.ts", import.meta.url))
/** How often a run is looked at until it is recorded (ms). */
const between = 40

/**
 * Starts `kaon run` as a process of its own, which goes on when the host ends, and gives the id of the run's record. Throws what
 * kept the run from beginning, as the command says it.
 */
export async function startRun(notebook: string, words: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kaon-run-"))
  try {
    const said = join(folder, "events.ndjson")
    await using events = await open(said, "w")
    const child = spawn(process.execPath, [command, "run", basename(notebook), "--json", ...words], {
      cwd: dirname(notebook),
      detached: true,
      // A pipe would break with the host.
      stdio: ["ignore", events.fd, "ignore"],
    })
    const ended = once(child, "exit").then(() => true)
    child.unref()
    for (let over = false; ; ) {
      const word = firstWord(await readFile(said, "utf8"))
      if (typeof word === "string") return word
      if (word !== undefined) throw failureOf(word)
      if (over) throw new KaonError("KERNEL_DIED", "The run ended before it began.", { fix: "Run it with kaon run." })
      over = await Promise.race([ended, sleep(between, false)])
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The id of the run, why there is none, or undefined where nothing is said yet. */
function firstWord(text: string): string | RunError | undefined {
  for (const line of text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1)) {
    const event = runEventSchema.safeParse(JSON.parse(line)).data
    if (event?.event === "run-started" && event.run !== undefined) return event.run
    if (event?.event === "run-ended" && event.error !== undefined) return event.error
  }
  return undefined
}

const failureOf = ({ code, message, fix, cell, line }: RunError): Refusal =>
  new Refusal(code === "NOTEBOOK_NOT_FOUND" ? 404 : 422, message, { code, fix, cell, line })
