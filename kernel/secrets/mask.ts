import { formsOf } from "./forms.ts"

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")

/** Takes the values of secrets out of what others will see, and puts their names there. */
export class Mask {
  readonly #names = new Map<string, string>()
  #pattern: RegExp | undefined

  add(name: string, value: string): void {
    if (this.#names.has(value)) return
    for (const form of formsOf(value)) if (!this.#names.has(form)) this.#names.set(form, name)
    const longestFirst = [...this.#names.keys()].toSorted((one, other) => other.length - one.length)
    this.#pattern = new RegExp(longestFirst.map(escaped).join("|"), "g")
  }

  get empty(): boolean {
    return this.#pattern === undefined
  }

  text(text: string): string {
    return this.#pattern === undefined
      ? text
      : text.replace(this.#pattern, found => `[secret ${this.#names.get(found)}]`)
  }

  /** A JSON value with every text in it masked, keys too; the very same value where there is nothing to mask. */
  value<T>(value: T): T {
    return this.#pattern === undefined ? value : (this.#within(value) as T)
  }

  #within(value: unknown): unknown {
    if (typeof value === "string") return this.text(value)
    if (Array.isArray(value)) return value.map(item => this.#within(item))
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.#within(item)]))
  }

  /** How many characters at the end of a text may be the beginning of a secret whose rest is still to come. */
  undecided(text: string): number {
    if (this.#pattern === undefined) return 0
    let from = 0
    for (const { index, 0: found } of text.matchAll(this.#pattern)) from = index + found.length
    let most = 0
    for (const form of this.#names.keys()) {
      for (let size = Math.min(form.length - 1, text.length - from); size > most; size--) {
        if (text.endsWith(form.slice(0, size))) most = size
      }
    }
    return most
  }
}
