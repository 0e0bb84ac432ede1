import { createHash } from "node:crypto"

/** Below the ports that systems give to outgoing connections. */
const first = 20_000
const count = 10_000

/** The port that a folder's app would like, always the same one: so a browser finds again what it kept for the page. */
export const portNear = (folder: string): number =>
  first + (createHash("sha256").update(folder).digest().readUInt32BE() % count)
