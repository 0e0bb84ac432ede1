import { copyFile, mkdir } from "node:fs/promises"
import { extname, join } from "node:path"
import { paramsOf } from "../../cell/index.ts"
import { KaonError } from "../../contracts/errors.ts"
import { type Frozen, folderOf } from "../../schedules/index.ts"
import { codeParts } from "../run/frozen.ts"
import { prepareRun } from "../run/prepare.ts"

/** Copies a notebook into its schedule's folder, with what its code is made of. Throws the first thing that would keep it from running. */
export async function freeze(folder: string, id: string, notebook: string, params: readonly string[]): Promise<Frozen> {
  const path = join(folder, notebook)
  const flags = { param: params, output: undefined, kernel: undefined, timeout: undefined }
  const { steps, diagnostics } = await prepareRun(path, flags)
  const broken = diagnostics.find(({ severity }) => severity === "error")
  if (broken !== undefined) {
    const { code, message, fix, cell, line } = broken
    throw new KaonError(code, message, {
      ...(fix === undefined ? {} : { fix }),
      place: { cell, ...(line === undefined ? {} : { line }) },
    })
  }
  // A name of its own: a run that goes on reads the copy that it began with.
  const file = `notebook-${Date.now()}${extname(notebook)}`
  await mkdir(folderOf(folder, id), { recursive: true })
  await copyFile(path, join(folderOf(folder, id), file))
  const declared = steps.filter(({ header }) => header?.stage === "params").flatMap(({ source }) => paramsOf(source))
  const parameters = declared.map(({ name, type }) => ({ name, type }))
  return { file, at: Date.now(), ...(await codeParts(path, steps)), parameters }
}
