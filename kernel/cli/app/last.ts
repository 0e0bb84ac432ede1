import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { writeWhole } from "../../notebook/write.ts"

const keptSchema = z.object({ format: z.literal("kaon-app/1"), folder: z.string() })

/** The folder that the app opened last, kept in the person's own state. */
export async function lastFolder(state: string): Promise<string | undefined> {
  try {
    return keptSchema.parse(JSON.parse(await readFile(join(state, "app.json"), "utf8"))).folder
  } catch {
    return undefined
  }
}

export async function keepLastFolder(state: string, folder: string): Promise<void> {
  await mkdir(state, { recursive: true })
  await writeWhole(join(state, "app.json"), `${JSON.stringify({ format: "kaon-app/1", folder })}\n`)
}
