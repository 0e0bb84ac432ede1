/** The subprotocol `v1.kernel.websocket.jupyter.org` of Jupyter Server: one message in one binary frame. */
export declare const subprotocol = "v1.kernel.websocket.jupyter.org"
export interface Message {
  readonly channel: string
  readonly header: {
    readonly msg_id: string
    readonly msg_type: string
    readonly [field: string]: unknown
  }
  readonly parent: {
    readonly msg_id?: string
    readonly [field: string]: unknown
  }
  readonly metadata: Readonly<Record<string, unknown>>
  readonly content: Readonly<Record<string, unknown>>
  readonly buffers: readonly Uint8Array[]
}
/** A message as a frame: count of offsets, offsets (64 bits, little endian), channel, four JSON texts, buffers. */
export declare function encode({
  channel,
  header,
  parent,
  metadata,
  content,
  buffers,
}: Message): Uint8Array<ArrayBuffer>
/** The message of a frame. Throws RangeError or SyntaxError for what is none. */
export declare function decode(frame: ArrayBuffer): Message
