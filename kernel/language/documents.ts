import { extname, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Connection } from "./connection.ts"
import { type Globals, projectDocuments, rootFile } from "./project.ts"

/** What one server has been told. Only differences are sent; nothing is ever written to disk. */
export class Documents {
  #connection: Connection
  #directory: string
  #open = new Map<string, { text: string; version: number }>()
  #listed = new Set<string>()
  #globals: Globals
  /** Grows with every change that the server is told of. */
  revision = 0

  constructor(connection: Connection, directory: string, globals: Globals) {
    this.#connection = connection
    this.#directory = directory
    this.#globals = globals
    for (const [file, text] of projectDocuments(directory)) this.#put(file, text)
    this.#put(rootFile, "export {}\n")
  }

  /** From now on the kernel's globals are part of the project: they bring large libraries, so only once a cell names one. */
  joinGlobals(): void {
    for (const [file, text] of projectDocuments(this.#directory, this.#globals)) this.#put(file, text)
  }

  uri(file: string): string {
    return pathToFileURL(join(this.#directory, file)).href
  }

  has(uri: string): boolean {
    return [...this.#open.keys()].some(file => this.uri(file) === uri)
  }

  /** Makes the server know these texts. A module must be listed in the root before it is opened, or it would not belong to the project. */
  sync(texts: Iterable<readonly [file: string, text: string]>): void {
    const all = [...texts]
    const fresh = all.filter(([file]) => !this.#listed.has(file))
    for (let from = 0; from < fresh.length; from += atOnce) {
      for (const [file] of fresh.slice(from, from + atOnce)) this.#listed.add(file)
      this.#put(
        rootFile,
        `${[...this.#listed].map(file => `import ${JSON.stringify(`./${file}`)}\n`).join("")}export {}\n`,
      )
      for (const [file, text] of fresh.slice(from, from + atOnce)) this.#put(file, text)
    }
    for (const [file, text] of all) this.#put(file, text)
  }

  #put(file: string, text: string): void {
    const known = this.#open.get(file)
    if (known?.text === text) return
    const version = (known?.version ?? 0) + 1
    this.revision += 1
    this.#open.set(file, { text, version })
    const uri = this.uri(file)
    if (known)
      this.#connection.notify("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      })
    else
      this.#connection.notify("textDocument/didOpen", {
        textDocument: { uri, languageId: languages[extname(file)] ?? "typescript", version, text },
      })
  }
}

const languages: Record<string, string> = { ".json": "json", ".tsx": "typescriptreact" }

/** Modules that are listed before they are opened: one update of the project serves this many (measured: 8 ms a module alone, 6 ms so). */
const atOnce = 16
