import { readFile, rm, writeFile } from "node:fs/promises"
import { KaonError } from "../../contracts/errors.ts"

/**
 * Holds a lock file until disposed. The lock of a process that is gone is taken over. Throws WRITE_FAILED where another
 * process that runs holds it.
 */
export async function holdLock(path: string): Promise<AsyncDisposable> {
  const take = () => writeFile(path, String(process.pid), { flag: "wx" })
  await take().catch(async cause => {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause
    const owner = Number(await readFile(path, "utf8").catch(() => ""))
    if (isRunning(owner)) {
      throw new KaonError("WRITE_FAILED", `Another setup is at work (process ${owner}).`, {
        fix: "Wait until it has ended, and run this again.",
      })
    }
    await rm(path, { force: true })
    await take()
  })
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM"
  }
}
