import assert from "node:assert/strict"
import { copyFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { readNotebook } from "../../kernel/notebook/index.ts"
import { stopDeployment } from "../../kernel/serving/index.ts"
import { folder, kaon } from "../cli/command.ts"

const workspaces = fileURLToPath(new URL("../../workspaces", import.meta.url))

/** What a template's run has to leave: its cells by id, with everything that each put out as one text. */
export interface Ran {
  text(cell: string): string
  /** The types of data that a cell put out. */
  types(cell: string): string[]
  seconds: number
}

/** Runs a template as a person would, in a folder of its own, and stops the service that it put up. */
export async function run(
  name: string,
  service: string,
  params: Record<string, number>,
  env: NodeJS.ProcessEnv,
): Promise<Ran> {
  await using place = await folder()
  const [book, out] = [join(place.path, "book.ipynb"), join(place.path, "out.ipynb")]
  await copyFile(join(workspaces, `${name}.ipynb`), book)
  const given = Object.entries(params).flatMap(([key, value]) => ["-p", `${key}=${value}`])
  const started = performance.now()
  try {
    const ended = await kaon(["run", book, "-o", out, ...given], { cwd: place.path, env }).ended
    assert.equal(ended.status, 0, `${ended.out}\n${ended.err}`)
  } finally {
    await stopDeployment(place.path, service).catch(() => {})
  }
  const { cells } = (await readNotebook(out)).notebook
  const outputsOf = (id: string) => {
    const cell = cells.find(each => each.id === id)
    assert.ok(cell?.cell_type === "code", `${name} has no cell ${id}`)
    return cell.outputs
  }
  return {
    seconds: (performance.now() - started) / 1000,
    text: id => JSON.stringify(outputsOf(id)),
    types: id => outputsOf(id).flatMap(output => Object.keys(Object(output.data))),
  }
}
