import { z } from "zod"

/** Notebooks that were opened, the latest first, by their absolute paths. */
export const recentsSchema = z.array(z.string()).catch([])
export type Recents = readonly string[]

const most = 12

export const withRecent = (recents: Recents, file: string): Recents =>
  [file, ...recents.filter(known => known !== file)].slice(0, most)
