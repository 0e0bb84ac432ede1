import { type Entry, jsonOf } from "../../../kernel/keeper/index.ts"

export interface DeliverySpec {
  /** Jupyter's session_id: the same one when a client comes back. */
  client: string
  /**
   * The last sequence number that the client has, where it says so. Its messages then carry theirs in `metadata.kaon_seq`, and it
   * takes over what is for clients that have gone: their replies, and the questions that nobody would answer.
   */
  after?: number | undefined
  /**
   * Characters of streams that the client wants of each request. The message that goes beyond is cut and has `metadata.kaon_omitted`;
   * those after it do not come: /kaon/outputs has them.
   */
  textLimit?: number | undefined
  /** Is a client here? */
  isHere: (client: string) => boolean
}

/** Requests whose text is counted at once: timers and threads may print long after a reply. */
const mostRequests = 1000
/** The client knows that there is more. */
const spent = -1

/** What of a kernel's messages one client gets, and in which form. */
export class Delivery {
  readonly #spec: DeliverySpec
  /** Characters that are left, by request. */
  readonly #left = new Map<string, number>()

  constructor(spec: DeliverySpec) {
    this.#spec = spec
  }

  /** The parts to send; undefined for a message that is not for this client. */
  partsOf(entry: Entry): readonly Uint8Array[] | undefined {
    if (!this.#isMine(entry)) return undefined
    const limited = this.#limited(entry)
    if (limited === undefined) return undefined
    const { parts, omitted } = limited
    const marks = [
      ...(this.#spec.after === undefined ? [] : [`"kaon_seq":${entry.seq}`]),
      ...(omitted ? ['"kaon_omitted":true'] : []),
    ]
    return marks.length === 0 ? parts : parts.map((part, i) => (i === 2 ? withMarks(part, marks) : part))
  }

  /** Requests are in the journal for Kaon's own sake; replies and questions are for the client that asked. */
  #isMine({ from, to }: Entry): boolean {
    const { client, after, isHere } = this.#spec
    if (from !== undefined) return false
    return to === undefined || to === client || (after !== undefined && !isHere(to))
  }

  #limited(entry: Entry): { parts: readonly Uint8Array[]; omitted: boolean } | undefined {
    const { parent, type, parts } = entry
    const { textLimit } = this.#spec
    if (textLimit === undefined || parent === undefined) return { parts, omitted: false }
    if (type !== "stream") return { parts, omitted: false }
    const left = this.#left.get(parent) ?? textLimit
    if (left === spent) return undefined
    const content = jsonOf(parts[3])
    const text = typeof content === "object" && content !== null && "text" in content ? String(content.text) : ""
    if (this.#left.size > mostRequests) this.#left.delete(this.#left.keys().next().value!)
    this.#left.set(parent, text.length <= left ? left - text.length : spent)
    if (text.length <= left) return { parts, omitted: false }
    const cut = Buffer.from(JSON.stringify({ ...(content as object), text: text.slice(0, left) }))
    return { parts: parts.map((part, i) => (i === 3 ? cut : part)), omitted: true }
  }
}

/** A JSON object's bytes with more fields in front. */
function withMarks(json: Uint8Array, marks: readonly string[]): Uint8Array {
  const rest = Buffer.from(json).toString().trim().slice(1).trimStart()
  return Buffer.from(`{${marks.join(",")}${rest.startsWith("}") ? "" : ","}${rest}`)
}
