import { open, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { folderOf } from "./files.ts"

/** Is a process there? */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"
  }
}

/**
 * The right to run a schedule: of all processes of this machine one has it at a time, so that no run overlaps another one of its
 * schedule. While another has it, since when that one does; one whose process is gone has lost it.
 */
export async function claim(folder: string, id: string, now: number): Promise<AsyncDisposable | { since: number }> {
  const file = join(folderOf(folder, id), "running")
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = await open(file, "wx")
      await handle.writeFile(`${process.pid} ${now}`)
      await handle.close()
      return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause
    }
    const [pid = 0, since = now] = (await readFile(file, "utf8").catch(() => "")).split(" ").map(Number)
    // An empty file is one that is just being written.
    if (pid === 0 && attempt < 2) continue
    if (pid > 0 && alive(pid)) return { since }
    await rm(file, { force: true })
  }
  return { since: now }
}
