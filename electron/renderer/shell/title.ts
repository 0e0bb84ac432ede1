import type { Words } from "../words/en.ts"

/** The tab's title: what is in view, and how far its cells are. */
export function titleOf(words: Words, path: string | undefined, run: { fraction: number | null } | undefined): string {
  const name = path === undefined ? words.app : `${path.slice(path.lastIndexOf("/") + 1)} – ${words.app}`
  if (run === undefined) return name
  const { fraction } = run
  return words.shell.titleRunning(fraction === null ? "▶" : `${Math.round(fraction * 100)} %`, name)
}
