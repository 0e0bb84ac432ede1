import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import path from "node:path"
import type { z } from "zod"

/** A value kept in a file of the app's own, undefined where there is none that can be read. Writing never throws: it costs only the memory. */
export function keptIn<S extends z.ZodType>(file: string, schema: S) {
  return {
    get(): z.infer<S> | undefined {
      try {
        return schema.parse(JSON.parse(readFileSync(file, "utf8")))
      } catch {
        return undefined
      }
    },
    set(value: z.infer<S>): void {
      try {
        mkdirSync(path.dirname(file), { recursive: true })
        writeFileSync(`${file}.new`, JSON.stringify(value))
        renameSync(`${file}.new`, file)
      } catch {
        // A full disk is told of where it matters: at the notebook.
      }
    },
  }
}
