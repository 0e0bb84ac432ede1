import { createHash } from "node:crypto"
import { KaonError } from "../../contracts/errors.ts"
import { loadedCodecs, type ValueCodec } from "../../contracts/values.ts"
import { type Digest, isDigest, type Objects } from "../objects/objects.ts"
import { type PackedTree, packTree, type Tree } from "./pack-tree.ts"
import { refused } from "./refusal.ts"
import { decodeTensors, encodeTensors } from "./safetensors.ts"
import { unpackTree } from "./unpack-tree.ts"

/** A value in the store: the artefact that holds it, and all that it needs beside it. */
export interface Stored {
  digest: Digest
  bytes: number
  /** The kind of its codec, or "data". */
  kind: string
  /** Every artefact that it consists of, itself included. */
  needs: Digest[]
}

type Codecs = () => readonly ValueCodec[]

interface Encoded extends Stored {
  parts: Uint8Array[]
}

const form = "1"

/** Who found an object first: a part of two values would be two parts once they were read back. */
export type Owners = WeakMap<object, string>

/**
 * Values in and out of the store, for one process. A value with a codec (a dataset, a model) is an artefact of its own that others
 * point to, so that what two values share is stored once, and is one again when both are read back here.
 */
export class Values {
  readonly #objects: Objects
  readonly #codecs: Codecs
  readonly #library: () => Promise<unknown>
  readonly #secret: (parts: readonly Uint8Array[]) => boolean
  readonly #known = new WeakMap<object, Stored>()
  readonly #live = new Map<Digest, WeakRef<object>>()

  /** `library` loads what may have a codec for a kind that is not known yet; what `secret` finds in a value keeps that from being stored. */
  constructor(
    objects: Objects,
    codecs: Codecs = loadedCodecs,
    library: () => Promise<unknown> = async () => {},
    secret: (parts: readonly Uint8Array[]) => boolean = () => false,
  ) {
    this.#library = library
    this.#secret = secret
    this.#objects = objects
    this.#codecs = codecs
  }

  /** The name that a value would have in the store, without storing it. Throws VALUE_NOT_STORED. */
  async digest(value: unknown, name = "the value"): Promise<Digest> {
    return (await this.#write(value, name, undefined, false)).digest
  }

  /** Stores a value. Throws VALUE_NOT_STORED where it cannot be stored, with the reason, and WRITE_FAILED. */
  async save(value: unknown, name = "the value", owners?: Owners): Promise<Stored> {
    return await this.#write(value, name, owners, true)
  }

  /** The value of an artefact. Throws ARTEFACT_LOST where it, or one that it points to, is not there or cannot be used. */
  async load(digest: Digest): Promise<unknown> {
    const live = this.#live.get(digest)?.deref()
    // What lives and can change may be another value by now.
    if (live !== undefined && (this.#codecOf(live)?.frozen || (await this.digest(live)) === digest)) return live
    const { texts, tensors } = decodeTensors(await this.#objects.get(digest))
    try {
      const refs: unknown = JSON.parse(texts.refs ?? "")
      if (texts.kaon !== form || !Array.isArray(refs) || !refs.every(isDigest)) throw new TypeError("Unknown form.")
      const nested: unknown[] = []
      for (const ref of refs) nested.push(await this.load(ref))
      const data = unpackTree(JSON.parse(texts.tree ?? "") as Tree, tensors, nested)
      if (texts.kind === "data") return data
      const ofKind = () => this.#codecs().find(({ kind }) => kind === texts.kind)
      if (ofKind() === undefined) await this.#library()
      const codec = ofKind()
      if (codec === undefined) throw new TypeError(`Nothing here reads a ${texts.kind}.`)
      const value = await codec.unpack(data)
      this.#live.set(digest, new WeakRef(value))
      return value
    } catch (cause) {
      if (cause instanceof KaonError && cause.code === "ARTEFACT_LOST") throw cause
      throw new KaonError("ARTEFACT_LOST", `The artefact ${digest.slice(0, 12)} cannot be read as a ${texts.kind}.`, {
        fix: "Run the step that made it again.",
        cause,
      })
    }
  }

  async #write(value: unknown, name: string, owners: Owners | undefined, keep: boolean): Promise<Stored> {
    const codec = typeof value === "object" && value !== null ? this.#codecOf(value) : undefined
    if (codec === undefined) return await this.#writeTree("data", value, name, owners, keep)
    const known = this.#known.get(value as object)
    if (known !== undefined && (!keep || known.needs.every(digest => this.#objects.has(digest)))) return known
    const stored = await this.#writeTree(codec.kind, await packed(codec, value as object, name), name, undefined, keep)
    if (codec.frozen) this.#known.set(value as object, stored)
    this.#live.set(stored.digest, new WeakRef(value as object))
    return stored
  }

  async #writeTree(
    kind: string,
    data: unknown,
    name: string,
    owners: Owners | undefined,
    keep: boolean,
  ): Promise<Stored> {
    const visit = (value: object, path: string) => {
      const owner = owners?.get(value)
      if (owner !== undefined && owner !== name)
        throw new KaonError("VALUE_NOT_STORED", `${path} is a part of ${owner} too.`, {
          fix: "Nothing needs to be done: the cell runs again where its value is needed.",
        })
      owners?.set(value, name)
    }
    const packed = packTree(data, { name, isNested: part => part !== data && this.#codecOf(part) !== undefined, visit })
    const nested: Stored[] = []
    for (const part of packed.nested) nested.push(await this.#write(part, name, undefined, keep))
    const { parts, ...encoded } = encode(kind, packed, nested)
    if (keep && this.#secret(parts)) throw refused(name, "holds a secret")
    if (keep) await this.#objects.put(parts)
    return encoded
  }

  #codecOf(value: object): ValueCodec | undefined {
    return this.#codecs().find(codec => codec.claims(value))
  }
}

/** What a codec makes of a value; why it cannot is why the value is not stored. */
async function packed(codec: ValueCodec, value: object, name: string): Promise<unknown> {
  try {
    return await codec.pack(value)
  } catch (cause) {
    if (cause instanceof TypeError) throw refused(name, `is ${cause.message}`)
    throw cause
  }
}

function encode(kind: string, { tree, tensors }: PackedTree, nested: readonly Stored[]): Encoded {
  const refs = nested.map(({ digest }) => digest)
  const parts = encodeTensors({ kaon: form, kind, refs: JSON.stringify(refs), tree: JSON.stringify(tree) }, tensors)
  const hash = createHash("sha256")
  for (const part of parts) hash.update(part)
  const digest = hash.digest("hex")
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0)
  return { digest, bytes, kind, parts, needs: [...new Set([digest, ...nested.flatMap(({ needs }) => needs)])] }
}
