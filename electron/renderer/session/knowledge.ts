import type { ExtensionInput, ExtensionMethod, ExtensionResult } from "../../../kernel/contracts/extension.ts"
import { Extension } from "../jupyter/extension.ts"
import type { Kernel } from "../jupyter/kernel.ts"
import type { Rest } from "../jupyter/rest.ts"
import type { Mark, NotebookState } from "../state/model.ts"
import type { Operation } from "../state/operations.ts"
import type { Store } from "../state/store.ts"
import { Values } from "./values.ts"

const typingPause = 350
const visitPause = 150
/** Cells that are looked through without being asked for. */
const sweep = 40

/** What Kaon's kernel knows beyond Jupyter's protocol: problems in the code, who depends on whom, the variables. Kernels without it leave the state as it is. */
export class Knowledge {
  readonly #store: Store<NotebookState, Operation>
  readonly #kernel: () => Kernel | undefined
  /** What the kernel's variables hold. */
  readonly values: Values
  #extension: Extension | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #visiting: ReturnType<typeof setTimeout> | undefined
  /** The cells as the language service has them. */
  #known = new Map<string, string>()
  #asking = false
  #again = false
  #ran = false

  constructor(store: Store<NotebookState, Operation>, kernel: () => Kernel | undefined, rest: Rest) {
    this.#store = store
    this.#kernel = kernel
    const id = () => kernel()?.id
    this.values = new Values(rest, () => this.#extension, id)
    let visited = ""
    store.subscribe(() => {
      const { active } = store.get()
      if (active === visited) return
      visited = active
      clearTimeout(this.#visiting)
      this.#visiting = setTimeout(() => void this.#diagnose(active), visitPause)
    })
  }

  kernelReady(): void {
    const kernel = this.#kernel()
    const kaon = this.#store.get().kernel.name === "kaon"
    this.#extension = kernel !== undefined && kaon ? new Extension(kernel) : undefined
    this.#known = new Map()
    this.#store.dispatch({ op: "helpIs", help: this.#extension === undefined ? "none" : "starting" })
    this.#store.dispatch({ op: "kernelComputes", backend: undefined })
    this.ranCells()
    void this.lookAtBackend()
  }

  /** Asks what the kernel computes with: that changes once, with its first tensors. */
  async lookAtBackend(): Promise<void> {
    const extension = this.#extension
    const backend = await this.ask("learning.backend", {})
    if (backend !== undefined && extension === this.#extension) this.#store.dispatch({ op: "kernelComputes", backend })
  }

  close(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#visiting)
    this.#extension = undefined
  }

  cellsChanged(): void {
    clearTimeout(this.#timer)
    // Variables that a run is still to list are not forgotten over what is typed meanwhile.
    this.#timer = setTimeout(
      () => void this.#refresh().then(() => (this.#ran ? this.#listVariables() : undefined)),
      typingPause,
    )
  }

  ranCells(): void {
    this.#ran = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh().then(() => this.#listVariables()), 60)
  }

  /** One of Kaon's questions, or undefined where the kernel does not answer it. */
  async ask<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M> | undefined> {
    return this.#extension?.call(method, params).catch(() => undefined)
  }

  /** The same about one cell as it is being edited, after the service has heard of the others as they are now. */
  async askAbout<M extends ExtensionMethod>(
    cell: string,
    method: M,
    params: ExtensionInput<M>,
  ): Promise<ExtensionResult<M> | undefined> {
    const cells = this.codeCells()
    const same =
      cells.length === this.#known.size &&
      cells.every(({ id, source }) => id === cell || this.#known.get(id) === source)
    if (!same) void this.#tell(cells)
    return this.ask(method, params)
  }

  async #tell(cells: { id: string; source: string }[]): Promise<void> {
    this.#known = new Map(cells.map(({ id, source }) => [id, source]))
    await this.ask("language.setCells", { cells })
  }

  codeCells(): { id: string; source: string }[] {
    const { order, cells } = this.#store.get()
    return order.flatMap(id => {
      const cell = cells.get(id)!
      return cell.type === "code" ? [{ id, source: cell.source }] : []
    })
  }

  /** One refresh at a time; what changes meanwhile is asked for afterwards. */
  async #refresh(): Promise<void> {
    if (this.#extension === undefined) return
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    try {
      const cells = this.codeCells()
      // Questions about one cell come meanwhile: the service knows all cells by then.
      const told = this.#tell(cells)
      await this.#graph(cells)
      await told
      if (this.#store.get().help === "starting") void this.#warm()
      await this.#diagnose(this.#store.get().active)
      await this.#diagnoseUsers()
    } finally {
      this.#asking = false
      if (this.#again) {
        this.#again = false
        this.cellsChanged()
      }
    }
  }

  /** The first question starts the service; its answer says that it is there. */
  async #warm(): Promise<void> {
    const extension = this.#extension
    const found = await this.ask("language.inspect", { cell: { source: "tf" }, offset: 1 })
    if (extension !== this.#extension || found === undefined) return
    this.#store.dispatch({ op: "helpIs", help: "ready" })
    for (const { id } of this.codeCells().slice(0, sweep)) {
      if (extension !== this.#extension) return
      await this.#diagnose(id)
    }
  }

  async #graph(cells: { id: string; source: string }[]): Promise<void> {
    const found = await this.ask("graph", { cells })
    if (found === undefined) return
    const sources = new Map(cells.map(({ id, source }) => [id, source]))
    const marks = new Map<string, Mark[]>()
    for (const { cellId, line = 1, column = 1, severity, message, fix } of found.diagnostics) {
      const source = sources.get(cellId)
      if (source === undefined) continue
      const start = offsetAt(source, line, column)
      const text = fix === undefined ? message : `${message} ${fix}`
      const mark: Mark = { start, end: wordEnd(source, start), severity, message: text, source: "graph" }
      marks.set(cellId, [...(marks.get(cellId) ?? []), mark])
    }
    const { nodes, edges, stale } = found
    this.#store.dispatch({ op: "graphed", graph: { nodes, edges }, stale, marks })
  }

  /** Cells that use what the active one defines: a change there makes or mends problems here. */
  async #diagnoseUsers(): Promise<void> {
    const { active, graph } = this.#store.get()
    const users = graph.edges.filter(({ from }) => from === active).slice(0, sweep)
    for (const { to } of users) await this.#diagnose(to)
  }

  /** One cell: the active one, what uses it, and what is visited. Others keep their marks until then. */
  async #diagnose(id: string): Promise<void> {
    const cell = this.#store.get().cells.get(id)
    if (cell?.type !== "code") return
    const found = await this.ask("language.diagnose", { cell: { id, source: cell.source } })
    if (found === undefined || this.#store.get().cells.get(id)?.source !== cell.source) return
    const marks = found.diagnostics.map(
      ({ start, end, severity, message }): Mark => ({ start, end, severity, message, source: "language" }),
    )
    this.#store.dispatch({ op: "diagnosed", cell: id, source: "language", marks })
  }

  async #listVariables(): Promise<void> {
    this.#ran = false
    const found = await this.values.list()
    if (found === "unsupported") this.#store.dispatch({ op: "variablesListed", variables: [], known: false })
    else if (found !== undefined) this.#store.dispatch({ op: "variablesListed", variables: found, known: true })
  }
}

const offsetAt = (source: string, line: number, column: number): number => {
  const before = source.split("\n").slice(0, line - 1)
  return Math.min(source.length, before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1)
}

const wordEnd = (source: string, start: number): number => {
  const word = /^[\p{L}\p{N}_$%]+/u.exec(source.slice(start))?.[0].length ?? 1
  return Math.min(source.length, start + word)
}
