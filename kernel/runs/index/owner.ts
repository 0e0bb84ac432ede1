import { readFileSync } from "node:fs"
import { hostname } from "node:os"
import { z } from "zod"

/** The process that writes a run. */
const ownerSchema = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** When it began, in the system's own count: a number that a later process with the same id does not have. */
  began: z.string().nullable(),
})
export type Owner = z.infer<typeof ownerSchema>

export const ownerIn = (text: string | null): Owner | undefined =>
  text === null ? undefined : ownerSchema.safeParse(JSON.parse(text)).data

/** This process. */
export const thisProcess = (): Owner => ({ pid: process.pid, host: hostname(), began: beginOf(process.pid) })

/** Is the owner still there? One of another machine is taken to be: nothing here can tell. */
export function isThere({ pid, host, began }: Owner): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EPERM")) return false
  }
  return began === beginOf(pid)
}

/** Linux tells when a process began; elsewhere its id alone has to do. */
function beginOf(pid: number): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "latin1")
    // The name in parentheses may hold anything; what follows it are numbers, the twentieth of which is the beginning.
    return line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? null
  } catch {
    return null
  }
}
