import { readFileSync } from "node:fs"
import { isBuiltin } from "node:module"
import { dirname, relative } from "node:path"
import { type CodeFacts, codeFacts } from "../cell/index.ts"
import { isLocal, localPath } from "../runtime/localpath.ts"
import { digestOf } from "./digest.ts"
import { digestNamed } from "./file-digests.ts"
import type { Surroundings } from "./surroundings.ts"

/** What follows from code alone, with all that it imports: parts of a key, and why its result may be another the next time. */
export interface CodeParts {
  parts: Record<string, string>
  effects: string[]
}

/** Parts of Node that compute and do nothing else. */
const pure = new Set([
  "assert",
  "buffer",
  "events",
  "path",
  "punycode",
  "querystring",
  "string_decoder",
  "url",
  "util",
  "zlib",
])
const source = /\.[mc]?[jt]sx?$/
/** Modules of Kaon's own that do more than compute. */
const doing: Record<string, string> = {
  "kaon:track": "tells others what it does",
  "kaon:secrets": "uses a secret",
}

interface Read extends CodeParts {
  /** Workspace files that it imports. */
  files: string[]
}

/** Reads code for keys; each file once. */
export class CodeReading {
  readonly #directory: string
  readonly #surroundings: Surroundings
  readonly #files = new Map<string, Promise<Read>>()

  constructor(directory: string, surroundings: Surroundings) {
    this.#directory = directory
    this.#surroundings = surroundings
  }

  /** The parts of a cell's own code and of every file that it reaches, but for what other cells give it. */
  async cell(code: CodeFacts): Promise<CodeParts> {
    const own = { code: digestOf(code.normal, JSON.stringify(whatCounts(code.header) ?? null)) }
    const found = await this.#outside(own, [...code.effects], code, this.#directory)
    const reached = new Set(found.files)
    for (const file of reached) {
      const read = await this.#file(file)
      Object.assign(found.parts, read.parts)
      found.effects.push(...read.effects)
      for (const next of read.files) reached.add(next)
    }
    return { parts: found.parts, effects: [...new Set(found.effects)] }
  }

  async #outside(
    parts: Record<string, string>,
    effects: string[],
    { imports, reads }: CodeFacts,
    folder: string,
  ): Promise<Read> {
    const found: Read = { parts, effects, files: [] }
    for (const name of reads) parts[`file ${name}`] = digestNamed(name, this.#directory)
    for (const specifier of imports) await this.#imported(specifier, folder, found)
    return found
  }

  async #imported(specifier: string, folder: string, { parts, effects, files }: Read): Promise<void> {
    if (specifier.startsWith("kaon:datasets/")) {
      const id = specifier.slice("kaon:datasets/".length)
      parts[`dataset ${id}`] = await this.#surroundings.dataset(id)
    } else if (specifier.startsWith("kaon:")) {
      const effect = doing[specifier]
      if (effect !== undefined) effects.push(effect)
    } else if (specifier.startsWith("python:")) {
      parts.python = await this.#surroundings.python(specifier.slice("python:".length))
    } else if (isBuiltin(specifier)) {
      if (!pure.has(specifier.replace(/^node:/, "").split("/")[0]!)) effects.push(`uses ${specifier}`)
    } else if (!isLocal(specifier)) {
      const name = specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/")
      parts[`package ${name}`] = await this.#surroundings.package(name)
    } else {
      const { asked, file } = localPath(specifier, folder)
      if (file === undefined) parts[`file ${this.#shown(asked)}`] = "nothing"
      else files.push(file)
    }
  }

  #file(file: string): Promise<Read> {
    const known = this.#files.get(file) ?? this.#read(file)
    this.#files.set(file, known)
    return known
  }

  async #read(file: string): Promise<Read> {
    const text = readFileSync(file, "utf8")
    const name = `file ${this.#shown(file)}`
    const whole = { parts: { [name]: digestOf(text) }, effects: [], files: [] }
    if (!source.test(file)) return whole
    let code: CodeFacts
    try {
      code = codeFacts(text)
    } catch {
      // A file that does not parse will say so when it runs.
      return whole
    }
    const state = code.variables.map(variable => `imports ${this.#shown(file)}, which keeps ${variable}`)
    return await this.#outside({ [name]: digestOf(code.normal) }, [...code.effects, ...state], code, dirname(file))
  }

  #shown(file: string): string {
    return relative(this.#directory, file)
  }
}

/** A header without what says how a run should go about it: that changes nothing of the result. */
function whatCounts(header: CodeFacts["header"]): CodeFacts["header"] {
  if (header === undefined) return undefined
  const { timeout: _, retries: __, ...options } = header.options
  return { ...header, options }
}
