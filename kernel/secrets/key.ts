import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { KaonError } from "../contracts/errors.ts"
import { writeWhole } from "../notebook/index.ts"
import type { Keyring } from "./keyring.ts"
import { newKey } from "./seal.ts"

export type Keeping = "keyring" | "file"

/** The key of one folder of secrets, in the system's keyring, else in a file that its owner alone may read. */
export class Key {
  readonly #file: string
  readonly #account: string
  readonly #keyring: Keyring | undefined

  constructor(folder: string, keyring: Keyring | undefined) {
    this.#file = join(folder, "secrets.key")
    this.#account = createHash("sha256").update(folder).digest("hex").slice(0, 16)
    this.#keyring = keyring
  }

  /** The key where it was put. Throws SECRETS_LOCKED. */
  async read(kept: Keeping): Promise<Buffer> {
    const text = kept === "keyring" ? await this.#keyring?.read(this.#account) : await this.#text()
    const key = Buffer.from(text ?? "", "hex")
    if (key.length === 32) return key
    const where =
      kept === "keyring" ? "this system's keyring, which does not give it" : `${this.#file}, which is not there`
    throw new KaonError("SECRETS_LOCKED", `The key of the secrets is in ${where}.`, {
      fix: kept === "keyring" ? "Unlock the keyring, then try again." : "Put the file back, or set the secrets again.",
    })
  }

  /** Makes a key and puts it where it will be found again. */
  async make(): Promise<{ key: Buffer; kept: Keeping }> {
    const key = newKey()
    const text = key.toString("hex")
    await this.#keyring?.write(this.#account, text)
    if ((await this.#keyring?.read(this.#account)) === text) return { key, kept: "keyring" }
    await writeWhole(this.#file, `${text}\n`, 0o600)
    return { key, kept: "file" }
  }

  async #text(): Promise<string | undefined> {
    return await readFile(this.#file, "utf8").then(
      text => text.trim(),
      () => undefined,
    )
  }
}
