import { createHash } from "node:crypto"
import type { Source } from "./table.ts"

/** SHA-256 over the content of the source and everything that was chosen to do with it: equal fingerprint, equal dataset. */
export function fingerprint(source: Source, choices: unknown, splits: readonly Uint32Array[]): string {
  const hash = createHash("sha256")
  for (const { name, kind, shape, values, classes } of source.table.columns) {
    hash.update(JSON.stringify([name, kind, shape, classes, values.constructor.name, values.length]))
    hash.update(Array.isArray(values) ? JSON.stringify(values) : bytesOf(values))
  }
  hash.update(JSON.stringify([source.payload.id, source.target.name, choices]))
  for (const rows of splits) hash.update(`${rows.length}:`).update(bytesOf(rows))
  return hash.digest("hex")
}

const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
