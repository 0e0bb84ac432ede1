import type { PythonToken } from "./python-lexer.ts"
import type { PythonName, PythonNames } from "./python-names.ts"
import { boundIn, colonOf, readsIn, splitAt } from "./python-statement.ts"
import { builtins, keywords } from "./python-words.ts"

type Kind = PythonNames["defines"][number]["kind"]

/** Statements whose colon is followed by others. */
const compound = new Set(["if", "elif", "else", "while", "for", "with", "try", "except", "finally", "match", "case"])

/** The names that one body of Python binds and reads: the top level, a function's or a class's. */
export class PythonScope {
  readonly #outer: PythonScope | undefined
  readonly #bound = new Map<string, PythonName & { kind: Kind | undefined }>()
  readonly #reads = new Map<string, PythonName>()
  readonly #changed = new Map<string, PythonName>()
  readonly #imports = new Set<string>()

  /** What bodies of functions read: they run later, when all of this scope is bound. */
  readonly #later: PythonName[] = []
  readonly #isFunction: boolean

  constructor(outer?: PythonScope, isFunction = false) {
    this.#outer = outer
    this.#isFunction = isFunction
  }

  /** The body of a function or class, whose name this one binds. */
  inside(kind: "function" | "class", { text, start }: PythonToken): PythonScope {
    this.#bind({ name: text, at: start }, kind)
    return new PythonScope(this, kind === "function")
  }

  /** Ends a body: what it reads and has not bound itself comes from outside of it. */
  leave(): void {
    for (const read of [...this.#reads.values(), ...this.#later]) {
      if (this.#bound.has(read.name)) continue
      if (this.#isFunction && this.#outer !== undefined) this.#outer.#later.push(read)
      else this.#outer?.read(read)
    }
    for (const module of this.#imports) this.#outer?.imports(module)
  }

  /** The head of a `def` or `class`: parameters are its own, defaults and bases come from outside. Gives its colon's index. */
  readHead(tokens: readonly PythonToken[]): number {
    const colon = colonOf(tokens)
    const named = tokens.findIndex(({ text }) => text === "def" || text === "class")
    const head = tokens.slice(named + 2, colon)
    if (tokens[named]?.text === "def") {
      const names = head.filter(
        ({ kind }, i) => kind === "name" && ["(", ",", "*", "**"].includes(head[i - 1]?.text ?? ""),
      )
      const own = new Set(names.map(({ start }) => start))
      for (const { text, start } of names) this.#bind({ name: text, at: start }, undefined)
      for (const read of readsIn(head)) if (!own.has(read.at)) this.#outer?.read(read)
    } else for (const read of readsIn(head)) this.#outer?.read(read)
    return colon
  }

  readLine(tokens: readonly PythonToken[]): void {
    const words = tokens[0]?.text === "async" ? tokens.slice(1) : tokens
    const word = words[0]?.text ?? ""
    if (!compound.has(word) || colonOf(words) === words.length) {
      this.readStatements(tokens)
      return
    }
    const colon = colonOf(words)
    this.#readCompound(word, words.slice(1, colon))
    this.readStatements(words.slice(colon + 1))
  }

  /** Simple statements with semicolons between them. */
  readStatements(tokens: readonly PythonToken[]): void {
    for (const statement of splitAt(tokens, ";")) this.#readSimple(statement)
  }

  #readCompound(word: string, tokens: readonly PythonToken[]): void {
    if (word === "for") {
      const at = tokens.findIndex(({ text }) => text === "in")
      this.#readAll(tokens.slice(at + 1))
      for (const name of boundIn(tokens.slice(0, at))) this.#bind(name, undefined)
      return
    }
    // What is bound here is bound when the rest of the line is read: it is not asked of others.
    tokens.forEach(({ text }, i) => {
      if (text === "as") for (const name of boundIn(tokens.slice(i + 1, i + 2))) this.#bind(name, undefined)
    })
    if (word === "case") for (const name of boundIn(tokens)) this.#bind(name, undefined)
    this.#readAll(tokens)
  }

  #readSimple(tokens: readonly PythonToken[]): void {
    const word = tokens[0]?.text
    if (word === "import" || word === "from") this.#readImport(tokens)
    else if (word === "del") for (const name of boundIn(tokens.slice(1))) this.#bound.delete(name.name)
    else if (word !== "global" && word !== "nonlocal") this.#readAssignment(tokens)
  }

  #readImport(tokens: readonly PythonToken[]): void {
    const from = tokens[0]?.text === "from"
    const middle = tokens.findIndex(({ text }) => text === "import")
    if (from)
      this.imports(
        tokens
          .slice(1, middle)
          .map(({ text }) => text)
          .join(""),
      )
    for (const part of splitAt(
      tokens.slice(middle + 1).filter(({ text }) => text !== "(" && text !== ")"),
      ",",
    )) {
      const as = part.findIndex(({ text }) => text === "as")
      const name = as >= 0 ? part[as + 1] : part[0]
      if (!from)
        this.imports(
          part
            .slice(0, as < 0 ? undefined : as)
            .map(({ text }) => text)
            .join(""),
        )
      if (name?.kind === "name") this.#bind({ name: name.text, at: name.start }, "import")
    }
  }

  #readAssignment(tokens: readonly PythonToken[]): void {
    const parts = splitAt(tokens, "=")
    const value = parts.at(-1)!
    const augmented = parts.length === 1 ? augmentedAt(value) : -1
    if (parts.length === 1 && augmented < 0) {
      const colon = colonOf(value)
      this.#readAll(colon < value.length ? value.slice(colon + 1) : value)
      // A call whose result nobody takes is there for what it does: `model.train()`, `rows.append(1)`.
      if (value[0]?.kind === "name" && value[1]?.text === "." && value.at(-1)?.text === ")") this.#change(value[0])
      return
    }
    this.#readAll(augmented < 0 ? value : value.slice(augmented + 1))
    for (const target of augmented < 0 ? parts.slice(0, -1) : [value.slice(0, augmented)]) {
      const bare = target.slice(0, colonOf(target))
      const names = boundIn(bare)
      const own = new Set(names.map(({ at }) => at))
      for (const read of readsIn(bare)) if (augmented >= 0 || !own.has(read.at)) this.read(read)
      if (bare[0]?.kind === "name" && !own.has(bare[0].start)) this.#change(bare[0])
      for (const name of names) this.#bind(name, "let")
    }
  }

  #readAll(tokens: readonly PythonToken[]): void {
    for (const read of readsIn(tokens)) this.read(read)
    tokens.forEach(({ kind, text, start }, i) => {
      if (kind === "name" && tokens[i + 1]?.text === ":=") this.#bind({ name: text, at: start }, "let")
    })
  }

  read(read: PythonName): void {
    if (!this.#bound.has(read.name) && !this.#reads.has(read.name)) this.#reads.set(read.name, read)
  }

  imports(module: string): void {
    if (module !== "") this.#imports.add(module)
  }

  #change({ text, start }: PythonToken): void {
    if (!this.#bound.has(text)) this.#changed.set(text, { name: text, at: start })
  }

  #bind(name: PythonName, kind: Kind | undefined): void {
    const known = this.#bound.get(name.name)
    if (known === undefined || known.kind === undefined) this.#bound.set(name.name, { ...name, kind })
  }

  found(): PythonNames {
    for (const read of this.#later) this.read(read)
    const isFree = ({ name }: PythonName) => !builtins.has(name) && !keywords.has(name)
    const uses = [...this.#reads.values()].filter(isFree).sort((a, b) => a.at - b.at)
    const used = new Set(uses.map(({ name }) => name))
    const bound = [...this.#bound.values()].filter(({ name }) => !name.startsWith("_") && !keywords.has(name))
    const rebound = bound.filter(({ name, kind }) => used.has(name) && kind === "let")
    const changed = [...this.#changed.values()].filter(({ name }) => used.has(name))
    return {
      defines: bound.flatMap(({ kind, ...name }) =>
        kind === undefined || (used.has(name.name) && kind === "let") ? [] : [{ ...name, kind }],
      ),
      uses,
      assigns: [...new Map([...changed, ...rebound].map(({ name, at }) => [name, { name, at }])).values()],
      imports: [...this.#imports],
    }
  }
}

/** The index of `+=` and its like. */
const augmentedAt = (tokens: readonly PythonToken[]): number =>
  tokens.findIndex(({ kind, text }) => kind === "sign" && /^(?:[+\-*/%&|^@]|\*\*|\/\/|<<|>>)=$/.test(text))
