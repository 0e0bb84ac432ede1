import { z } from "zod"
import { type RawMessage, WireError } from "../wire/index.ts"

const headerSchema = z.object({ msg_id: z.string(), msg_type: z.string() })
const parentSchema = z.object({ msg_id: z.string().optional(), session: z.string().optional() })

/** What routes a message, read from its headers alone. */
export interface Envelope {
  id: string
  type: string
  parent: string | undefined
  parentSession: string | undefined
}

/** @throws WireError where the headers are none */
export function envelopeOf({ parts }: RawMessage): Envelope {
  const header = headerSchema.safeParse(jsonOf(parts[0]))
  const parent = parentSchema.safeParse(jsonOf(parts[1]))
  if (!header.success) throw new WireError("the header has no msg_id or no msg_type")
  const { msg_id, session } = parent.data ?? {}
  return { id: header.data.msg_id, type: header.data.msg_type, parent: msg_id, parentSession: session }
}

/** The value that JSON bytes say; undefined where they are no JSON. */
export function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes === undefined
      ? undefined
      : JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString())
  } catch {
    return undefined
  }
}
