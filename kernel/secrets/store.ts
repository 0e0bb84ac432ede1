import { mkdir, readFile } from "node:fs/promises"
import { join, relative, resolve } from "node:path"
import { z } from "zod"
import { KaonError } from "../contracts/errors.ts"
import { type SecretFacts, secretFactsSchema, secretNameSchema } from "../contracts/secrets.ts"
import { writeWhole } from "../notebook/index.ts"
import { Key } from "./key.ts"
import { type Keyring, systemKeyring } from "./keyring.ts"
import { seal, unseal } from "./seal.ts"

const fileSchema = z.object({
  version: z.literal(1),
  key: z.enum(["keyring", "file"]),
  secrets: z.array(secretFactsSchema.extend({ sealed: z.string() })),
})
type File = z.infer<typeof fileSchema>

/** Shorter ones would be found by accident all over an output, and could not be masked. */
const shortest = 6

const about = ({ name, folder }: Pick<SecretFacts, "name" | "folder">): string => JSON.stringify([name, folder ?? null])
const same = (one: Pick<SecretFacts, "name" | "folder">, other: Pick<SecretFacts, "name" | "folder">): boolean =>
  about(one) === about(other)

/** A person's secrets: sealed in one file, their key in the system's keyring or in a file beside the person's other state. */
export class SecretStore {
  readonly #folder: string
  readonly #key: Key
  #writing: Promise<unknown> = Promise.resolve()

  /** @param folder the person's own folder of state */
  constructor(folder: string, keyring: Keyring | undefined = systemKeyring()) {
    this.#folder = folder
    this.#key = new Key(folder, keyring)
  }

  async list(): Promise<SecretFacts[]> {
    const { secrets } = (await this.#read()) ?? { secrets: [] }
    const facts = secrets.map(({ sealed: _, ...known }) => known)
    return facts.toSorted((one, other) => (about(one) < about(other) ? -1 : 1))
  }

  /** The value for code of a folder: that of the nearest folder around it, else that of all folders. Throws SECRETS_LOCKED. */
  async get(name: string, folder: string): Promise<string | undefined> {
    const file = await this.#read()
    const fitting = file?.secrets.filter(known => known.name === name && holds(known.folder, folder)) ?? []
    const [nearest] = fitting.toSorted((one, other) => (other.folder?.length ?? 0) - (one.folder?.length ?? 0))
    if (nearest === undefined) return undefined
    const key = await this.#key.read(file!.key)
    try {
      return unseal(key, about(nearest), nearest.sealed)
    } catch (cause) {
      throw new KaonError("SECRETS_LOCKED", `The secret ${name} cannot be opened with the key that is there.`, {
        fix: `Set it again: kaon secrets set ${name}.`,
        cause,
      })
    }
  }

  /** Throws SECRET_INVALID for a name or a value that cannot be used. */
  async set(name: string, value: string, folder?: string): Promise<void> {
    if (!secretNameSchema.safeParse(name).success) {
      throw new KaonError("SECRET_INVALID", `${JSON.stringify(name)} cannot be a secret's name.`, {
        fix: "Use letters, digits and _, such as HF_TOKEN.",
      })
    }
    if (value.length < shortest) {
      throw new KaonError(
        "SECRET_INVALID",
        `The value of ${name} has ${value.length} characters: it could not be masked.`,
        {
          fix: `Use a value of at least ${shortest} characters.`,
        },
      )
    }
    await this.#change(async file => {
      const { key, kept } =
        file === undefined ? await this.#key.make() : { key: await this.#key.read(file.key), kept: file.key }
      const where = { name, ...(folder !== undefined && { folder: resolve(folder) }) }
      const entry = { ...where, changed: new Date().toISOString(), sealed: seal(key, about(where), value) }
      const others = file?.secrets.filter(known => !same(known, where)) ?? []
      return { version: 1, key: kept, secrets: [...others, entry] }
    })
  }

  /** False where there is none of that name and folder. */
  async remove(name: string, folder?: string): Promise<boolean> {
    const where = { name, ...(folder !== undefined && { folder: resolve(folder) }) }
    let removed = false
    await this.#change(async file => {
      const left = file?.secrets.filter(known => !same(known, where)) ?? []
      removed = left.length !== (file?.secrets.length ?? 0)
      // With the last of them goes the file: the next secret has a new key.
      return file === undefined || !removed ? undefined : { ...file, secrets: left }
    })
    return removed
  }

  /** One change after another: each begins with what the one before it left. */
  async #change(next: (file: File | undefined) => Promise<File | undefined>): Promise<void> {
    const mine = this.#writing.then(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      const file = await next(await this.#read())
      if (file === undefined) return
      await writeWhole(this.#path, `${JSON.stringify(file, undefined, 2)}\n`, 0o600)
    })
    this.#writing = mine.catch(() => {})
    await mine
  }

  get #path(): string {
    return join(this.#folder, "secrets.json")
  }

  async #read(): Promise<File | undefined> {
    const text = await readFile(this.#path, "utf8").catch(() => undefined)
    if (text === undefined) return undefined
    try {
      return fileSchema.parse(JSON.parse(text))
    } catch (cause) {
      throw new KaonError("SECRETS_LOCKED", `${this.#path} cannot be read as Kaon's file of secrets.`, {
        fix: "Put back a copy of it, or remove it and set the secrets again.",
        cause,
      })
    }
  }
}

const holds = (folder: string | undefined, inner: string): boolean => {
  if (folder === undefined) return true
  const way = relative(folder, resolve(inner))
  return way === "" || !(way.startsWith("..") || resolve(way) === way)
}
