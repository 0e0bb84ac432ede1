import { channel } from "node:diagnostics_channel"
import { type Resolved, secretChannel } from "../contracts/secrets.ts"
import { formsOf } from "./forms.ts"

const known = new Map<string, readonly Buffer[]>()

/** Remembers a value that this process has resolved, and says so: whoever publishes what the process says masks it from now on. */
export function remember(said: Resolved): string {
  const forms = () => formsOf(said.value).map(form => Buffer.from(form))
  if (!known.has(said.value)) known.set(said.value, forms())
  channel(secretChannel).publish(said)
  return said.value
}

/** Whether bytes that are to be kept hold a secret that this process has resolved. */
export const holdsSecret = (parts: readonly Uint8Array[]): boolean =>
  known.size > 0 && parts.some(part => within(Buffer.from(part.buffer, part.byteOffset, part.byteLength)))

const within = (bytes: Buffer): boolean => known.values().some(forms => forms.some(form => bytes.includes(form)))
