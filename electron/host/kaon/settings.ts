import { mkdir, readFile } from "node:fs/promises"
import { dirname } from "node:path"
import { z } from "zod"
import { settingsSchema } from "../../../kernel/contracts/settings.ts"
import { writeWhole } from "../../../kernel/notebook/index.ts"
import { type KaonRoute, route } from "./route.ts"

const answer = z.object({ settings: settingsSchema.nullable().describe("Null where none were ever kept.") })

/** A person's settings in one file of their own, so that every browser and window sees the same. */
export function settingsRoutes(file: string): KaonRoute[] {
  let writing: Promise<unknown> = Promise.resolve()
  return [
    route({
      method: "GET",
      path: "/kaon/settings",
      summary: "A person's settings.",
      input: z.object({}),
      answer,
      handle: async () => {
        await writing
        return { settings: await read(file) }
      },
    }),
    route({
      method: "POST",
      path: "/kaon/settings",
      summary: "Keeps a person's settings; what is not known is kept with them.",
      input: z.object({ settings: settingsSchema }),
      answer,
      handle: async ({ settings }) => {
        // One after another: the last to be asked for is the one that stays.
        const mine = writing.then(() => write(file, settings))
        writing = mine.catch(() => {})
        await mine
        return { settings }
      },
    }),
  ]
}

/** A file that a person broke by hand counts as none, and stays as it is until settings change. */
async function read(file: string): Promise<z.infer<typeof settingsSchema> | null> {
  const text = await readFile(file, "utf8").catch(() => undefined)
  if (text === undefined) return null
  try {
    return settingsSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function write(file: string, settings: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeWhole(file, `${JSON.stringify(settings, undefined, 2)}\n`, 0o600)
}
