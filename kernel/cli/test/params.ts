import { z } from "zod"
import { KaonError } from "../../contracts/errors.ts"
import { readNotebook } from "../../notebook/index.ts"

const metadata = z.looseObject({
  kaon: z
    .looseObject({ test: z.strictObject({ params: z.record(z.string(), z.unknown()).default({}) }).optional() })
    .optional(),
})

/** The parameters of a notebook's test as `-p` options: those of its metadata, but for those that are given. Throws NOTEBOOK_INVALID. */
export async function testParams(path: string, given: readonly string[]): Promise<string[]> {
  const file = await readNotebook(path).catch(() => undefined)
  // What is wrong with the file is said by the run.
  if (file === undefined) return [...given]
  const read = metadata.safeParse(file.notebook.metadata)
  if (!read.success) {
    throw new KaonError("NOTEBOOK_INVALID", `The metadata of ${path} has a kaon.test that is none.`, {
      fix: 'Write, for example, {"kaon": {"test": {"params": {"epochs": 1}}}}.',
    })
  }
  const names = new Set(given.map(option => option.split("=")[0]))
  const own = Object.entries(read.data.kaon?.test?.params ?? {}).filter(([name]) => !names.has(name))
  return [...own.map(([name, value]) => `${name}=${JSON.stringify(value)}`), ...given]
}
