import type { Entry, Rest } from "../jupyter/rest.ts"
import type { Words } from "../words/en.ts"
import { nameProblem } from "./names.ts"
import { childOf, folderOf, foldersAbove, isWithin, nameOf } from "./paths.ts"
import { emptyTree, sorted, type TreeState, targetFolder } from "./tree.ts"
import { uploadFile } from "./upload.ts"

/** What files mean to the rest of the page. */
export interface FileSurroundings {
  words(): Words
  open(path: string): void
  moved(from: string, to: string): Promise<void>
  removed(path: string): void
}

/** The workspace's files as the page knows them, and all that can be done with them. What fails is said in `problem`. */
export class FileBrowser {
  readonly #rest: Rest
  readonly #around: FileSurroundings
  readonly #listeners = new Set<() => void>()
  #state: TreeState = emptyTree

  constructor(rest: Rest, around: FileSurroundings) {
    this.#rest = rest
    this.#around = around
  }

  get = (): TreeState => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(change: Partial<TreeState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of [...this.#listeners]) listener()
  }

  async read(folder: string): Promise<void> {
    const modified = await this.#rest.stat(folder).then(
      entry => entry.last_modified,
      () => null,
    )
    const found = await this.#rest.list(folder).then(
      entries => ({ state: "read" as const, entries: sorted(entries), modified }),
      (cause: Error) => ({ state: "failed" as const, reason: cause.message }),
    )
    this.set({ folders: new Map(this.#state.folders).set(folder, found) })
  }

  /** Reads everything that is shown once more. */
  async refresh(): Promise<void> {
    await Promise.all(["", ...this.#state.expanded].map(folder => this.read(folder)))
  }

  /** Reads again the folders that others changed since: a folder's time says so. */
  async look(): Promise<void> {
    const shown = ["", ...this.#state.expanded].filter(folder => this.#state.folders.has(folder))
    const changed = shown.map(async folder => {
      const known = this.#state.folders.get(folder)
      const seen = await this.#rest.stat(folder).catch(() => undefined)
      if (seen === undefined && folder !== "") this.#close(folder)
      else if (seen !== undefined && (known?.state !== "read" || known.modified !== seen.last_modified))
        await this.read(folder)
    })
    await Promise.all(changed)
  }

  /** Opens the folders that a file lies in. */
  async reveal(path: string): Promise<void> {
    const closed = foldersAbove(path).filter(folder => !this.#state.expanded.has(folder))
    if (closed.length === 0) return
    await Promise.all(closed.map(folder => this.read(folder)))
    this.set({ expanded: new Set([...this.#state.expanded, ...closed]) })
  }

  toggle(folder: string): void {
    if (this.#state.expanded.has(folder)) this.#close(folder)
    else {
      this.set({ expanded: new Set(this.#state.expanded).add(folder), selected: folder })
      void this.read(folder)
    }
  }

  #close(folder: string): void {
    this.set({ expanded: new Set([...this.#state.expanded].filter(other => !isWithin(other, folder))) })
  }

  /** Something new in the selected folder, whose name is then typed over. */
  async create(what: { type: Entry["type"]; ext?: string }): Promise<void> {
    const folder = targetFolder(this.#state)
    await this.#try(async () => {
      const made = await this.#rest.create(folder, what)
      await this.#show(made.path)
      this.set({ renaming: made.path })
    })
  }

  /** Undefined where it went well, else what is wrong with the name. */
  async rename(path: string, name: string): Promise<string | undefined> {
    if (name === nameOf(path)) {
      this.set({ renaming: undefined })
      return undefined
    }
    const folder = this.#state.folders.get(folderOf(path))
    const taken = folder?.state === "read" ? folder.entries.map(entry => entry.name) : []
    const problem = nameProblem(name, taken, this.#around.words())
    if (problem !== undefined) return problem
    const failure = await this.#move(path, childOf(folderOf(path), name))
    if (failure === undefined) this.set({ renaming: undefined })
    return failure
  }

  async moveInto(path: string, folder: string): Promise<void> {
    if (folderOf(path) === folder || isWithin(folder, path)) return
    const problem = await this.#move(path, childOf(folder, nameOf(path)))
    this.set({ problem })
  }

  duplicate(path: string): Promise<void> {
    return this.#try(async () => this.#show((await this.#rest.copy(folderOf(path), path)).path))
  }

  remove(path: string): Promise<void> {
    return this.#try(async () => {
      await this.#rest.remove(path)
      this.#around.removed(path)
      this.#close(path)
      if (this.#state.selected === path) this.set({ selected: undefined })
      await this.read(folderOf(path))
    })
  }

  async upload(files: readonly File[], folder: string): Promise<void> {
    const words = this.#around.words()
    for (const file of files) {
      const busy = (share: number) => this.set({ busy: words.uploading(file.name, Math.round(share * 100)) })
      busy(0)
      await this.#try(async () => {
        const path = childOf(folder, file.name)
        const taken = (await this.#rest.list(folder)).map(({ name }) => name)
        const problem = nameProblem(file.name, taken, words)
        if (problem !== undefined) throw new Error(problem)
        await uploadFile(this.#rest, path, file, busy)
        await this.#show(path)
      })
      if (this.#state.problem !== undefined) break
    }
    this.set({ busy: undefined })
  }

  async #move(path: string, to: string): Promise<string | undefined> {
    try {
      await this.#rest.rename(path, to)
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause)
    }
    await this.#around.moved(path, to)
    const renamed = (other: string) => (isWithin(other, path) ? to + other.slice(path.length) : other)
    this.set({ expanded: new Set([...this.#state.expanded].map(renamed)) })
    await Promise.all([...new Set([folderOf(path), folderOf(to)])].map(folder => this.read(folder)))
    this.set({ selected: to })
    await this.refresh()
    return undefined
  }

  async #show(path: string): Promise<void> {
    const folder = folderOf(path)
    if (folder !== "" && !this.#state.expanded.has(folder)) this.toggle(folder)
    await this.read(folder)
    this.set({ selected: path })
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.set({ problem: undefined })
    try {
      await work()
    } catch (cause) {
      this.set({ problem: cause instanceof Error ? cause.message : String(cause) })
    }
  }
}
