import type { ExtensionInput, ExtensionMethod, ExtensionResult } from "../../../kernel/contracts/extension.ts"
import { Extension } from "../jupyter/extension.ts"
import type { Kernel } from "../jupyter/kernel.ts"
import type { Rest } from "../jupyter/rest.ts"
import type { Mark, NotebookState } from "../state/model.ts"
import type { Operation } from "../state/operations.ts"
import type { Store } from "../state/store.ts"
import { GraphKnown } from "./graphknown.ts"
import { Telling } from "./telling.ts"
import { Values } from "./values.ts"

const typingPause = 350
const visitPause = 150
/** Cells that are looked through without being asked for. */
const sweep = 40

/** What Kaon's kernel knows beyond Jupyter's protocol: problems in the code, who depends on whom, the variables. Kernels without it leave the state as it is. */
export class Knowledge {
  readonly #store: Store<NotebookState, Operation>
  readonly #kernel: () => Kernel | undefined
  /** Told when it is known anew what depends on what, and what is stale: by a question from after the last run. */
  readonly #graphed: () => void
  /** What the kernel's variables hold. */
  readonly values: Values
  #extension: Extension | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #visiting: ReturnType<typeof setTimeout> | undefined
  /** What this kernel was told of the cells, and what it said of them together. */
  #telling = new Telling()
  #graph = new GraphKnown()
  /** When the cells changed last. */
  #changed = -Infinity
  #asking = false
  #again = false
  #ran = false
  /** Counts the ends of runs. */
  #runs = 0

  constructor(
    store: Store<NotebookState, Operation>,
    kernel: () => Kernel | undefined,
    rest: Rest,
    graphed: () => void = () => {},
  ) {
    this.#store = store
    this.#kernel = kernel
    this.#graphed = graphed
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
    // Whoever waits for the kernel of before would keep this one from being asked.
    this.#extension?.end()
    this.#extension = kernel !== undefined && kaon ? new Extension(kernel) : undefined
    this.#telling = new Telling()
    this.#graph = new GraphKnown()
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
    this.#changed = performance.now()
    clearTimeout(this.#timer)
    // Variables that a run is still to list are not forgotten over what is typed meanwhile.
    this.#timer = setTimeout(
      () => void this.#refresh().then(() => (this.#ran ? this.#listVariables() : undefined)),
      typingPause,
    )
  }

  ranCells(): void {
    this.#ran = true
    this.#runs++
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
    if (!this.#telling.isTold(this.#store.get(), cell)) void this.#tell()
    return this.ask(method, params)
  }

  /** Tells what changed of the cells, and all of them where the kernel has not what changed. */
  async #tell(): Promise<void> {
    const telling = this.#telling
    const change = telling.tell(this.#store.get())
    if (change === undefined) return
    const reply = await this.ask("notebook.edit", change)
    if (reply?.known === true || telling !== this.#telling) return
    telling.forget()
    const whole = reply === undefined ? undefined : telling.tell(this.#store.get())
    if (whole !== undefined) await this.ask("notebook.edit", whole)
  }

  codeCells(): { id: string }[] {
    const { order, cells } = this.#store.get()
    return order.flatMap(id => (cells.get(id)?.type === "code" ? [{ id }] : []))
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
      await this.#tell()
      await this.#askGraph()
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
      await this.#stillness()
      if (extension !== this.#extension) return
      await this.#diagnose(id)
    }
  }

  /** What nobody asked for waits while somebody types: on two cores it would keep letters from the page. */
  async #stillness(): Promise<void> {
    for (let wait = 1; wait > 0; ) {
      wait = this.#changed + typingPause - performance.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
    }
  }

  async #askGraph(): Promise<void> {
    const [telling, known, runs] = [this.#telling, this.#graph, this.#runs]
    const document = this.#store.get()
    const { notebook, revision } = telling
    for (let more = true; more; ) {
      const since = known.answer
      const found = await this.ask("notebook.graph", { notebook, revision, ...(since !== undefined && { since }) })
      if (found === undefined || known !== this.#graph) return
      if (!found.known) {
        // A question about one cell may have told more meanwhile, or the kernel may have forgotten: asked again after that.
        if (telling.revision === revision) telling.forget()
        this.#again = true
        return
      }
      known.take(found)
      more = found.more
    }
    this.#store.dispatch(known.toState(document))
    if (runs === this.#runs) this.#graphed()
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
