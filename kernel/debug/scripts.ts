import { isCellUrl } from "./location.ts"

/** Kaon's own files, whatever folder it is installed in. */
const machinery = new URL("..", import.meta.url).href

/** Is a script the user's own: a cell, or a file of theirs as opposed to Node's, a package's or Kaon's? */
export const isOwnUrl = (url: string): boolean =>
  isCellUrl(url) || (url.startsWith("file:") && !url.startsWith(machinery) && !url.includes("/node_modules/"))

/** Patterns of the scripts that stepping passes over. */
export const foreignPatterns = ["^node:", `^${RegExp.escape(machinery)}`, "/node_modules/"]

/** Which script is which, as V8 has announced them. */
export class Scripts {
  readonly #urls = new Map<string, string>()

  parsed(scriptId: string, url: string): void {
    this.#urls.set(scriptId, url)
  }

  url(scriptId: string): string {
    return this.#urls.get(scriptId) ?? ""
  }

  isOwn(scriptId: string): boolean {
    return isOwnUrl(this.url(scriptId))
  }

  /** Files of the user's own that were loaded. */
  files(): string[] {
    return [...new Set(this.#urls.values())].filter(url => url.startsWith("file:") && isOwnUrl(url))
  }
}
