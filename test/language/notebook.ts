import assert from "node:assert/strict"
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type LanguageCell, type LanguageOptions, startLanguageService } from "../../kernel/language/index.ts"

/** A language service in a folder of its own; the folder must be as empty at the end as it was at the start. */
export async function notebook(sources: Record<string, string> = {}, options: Partial<LanguageOptions> = {}) {
  const directory = await mkdtemp(join(tmpdir(), "kaon language ü-"))
  const service = startLanguageService({ globals: "export {}\n", ...options, directory })
  service.setCells(cells(sources))
  return {
    service,
    directory,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      const left = (await readdir(directory)).filter(name => name.startsWith("__kaon"))
      await rm(directory, { recursive: true })
      assert.deepEqual(left, [])
    },
  }
}

export const cells = (sources: Record<string, string>): LanguageCell[] =>
  Object.entries(sources).map(([id, source]) => ({ id, source, defines: [], uses: [] }))

/** A source with its `|` taken out, and where that stood. */
export function cursor(marked: string): [cell: { source: string }, offset: number] {
  return [{ source: marked.replace("|", "") }, marked.indexOf("|")]
}
