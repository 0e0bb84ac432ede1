import { readdir } from "node:fs/promises"
import { join } from "node:path"

/** The file of a segment, named after its first sequence number. */
export const segmentPath = (folder: string, first: number): string =>
  join(folder, `${String(first).padStart(12, "0")}.journal`)

/** First sequence numbers of the segments that are there, in order. */
export async function listSegments(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .flatMap(name => (/^\d{12}\.journal$/.test(name) ? [Number.parseInt(name, 10)] : []))
    .sort((a, b) => a - b)
}
