import { AsyncLocalStorage } from "node:async_hooks"
import { rmSync } from "node:fs"
import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { KernelClient } from "../../client/client.ts"
import { currentCell } from "../../contracts/context.ts"
import { KaonError } from "../../contracts/errors.ts"
import { readValues } from "./decode.ts"
import { writeValues } from "./encode.ts"
import { failureIn } from "./failure.ts"
import { showing } from "./showing.ts"

/** A cell in Python, as its header and body say. */
export interface PythonCell {
  text: string
  /** The line of the cell that the body begins on. */
  line: number
  kernel: string
  /** Names that are passed on whatever their size. */
  wanted: readonly string[]
}

type Setters = Readonly<Record<string, (value: unknown) => void>>

/** One Jupyter kernel beside ours: it starts with the first cell of its kind and ends with our process. */
export class PythonSession {
  readonly #client: KernelClient
  readonly #folder: string
  readonly #arrow: boolean
  /** What other cells see of the values that Python holds: as long as they are those, Python's own are the newest. */
  readonly #given = new Map<string, unknown>()
  #last: Promise<unknown> = Promise.resolve()

  private constructor(client: KernelClient, folder: string, arrow: boolean) {
    this.#client = client
    this.#folder = folder
    this.#arrow = arrow
  }

  /** Throws KERNEL_NOT_FOUND, saying how Python kernels come here. */
  static async start(kernel: string): Promise<PythonSession> {
    const [{ startKernel }, bridge] = await Promise.all([
      import("../../client/start.ts"),
      readFile(new URL("./bridge.py", import.meta.url), "utf8"),
    ])
    const directory = currentCell()?.directory ?? process.cwd()
    const client = await startKernel({ kernel, cwd: directory }).catch(cause => {
      if (!(cause instanceof KaonError) || cause.code !== "KERNEL_NOT_FOUND") throw cause
      throw new KaonError("KERNEL_NOT_FOUND", cause.message, {
        fix: `Install one with \`pip install ipykernel\` and \`python -m ipykernel install --user --name ${kernel}\`, or name another with --kernel.`,
        cause,
      })
    })
    const folder = await mkdtemp(join(tmpdir(), "kaon-python-"))
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
    const told = join(folder, "has.json")
    await quietly(client, `${bridge}\nsys.modules["_kaon_bridge"].describe(${JSON.stringify(told)})\n`)
    const { pyarrow } = JSON.parse(await readFile(told, "utf8")) as { pyarrow: boolean }
    return new PythonSession(client, folder, pyarrow)
  }

  /** Resolves when the kernel's process has ended. */
  get ended(): Promise<unknown> {
    return this.#client.exited
  }

  /** Runs cells one after another; gives the values of `names`. Throws ForeignError for Python's own errors, INTERRUPTED, KERNEL_DIED. */
  run(cell: PythonCell, inputs: Readonly<Record<string, unknown>>, names: readonly string[], setters: Setters) {
    const inCell = AsyncLocalStorage.snapshot()
    const work = () => inCell(() => this.#run(cell, inputs, names, setters))
    const done = this.#last.then(work, work)
    this.#last = done.catch(() => {})
    return done
  }

  async #run(cell: PythonCell, inputs: Readonly<Record<string, unknown>>, names: readonly string[], setters: Setters) {
    const signal = currentCell()?.signal
    signal?.throwIfAborted()
    const fresh = Object.entries(inputs).filter(
      ([name, value]) => value !== undefined && !(this.#given.has(name) && this.#given.get(name) === value),
    )
    const refused = await writeValues(Object.fromEntries(fresh), this.#folder, this.#arrow)
    if (fresh.length > refused.size) await this.#bridge("receive", "globals()")
    const ours = Object.keys(setters).filter(name => this.#given.has(name) && this.#given.get(name) === inputs[name])
    const wanted = [...names, ...ours]
    const give = `__import__("_kaon_bridge").give(${JSON.stringify(this.#folder)}, globals(), ${JSON.stringify(wanted)}, ${JSON.stringify(cell.wanted)})`
    let unanswered: { cause: unknown } | undefined
    const stop = () => void this.#client.interrupt().catch(() => {})
    signal?.addEventListener("abort", stop, { once: true })
    try {
      // The header stays as a comment: lines are counted in the cell.
      const code = `${"#\n".repeat(cell.line - 1)}${cell.text}`
      const execution = await this.#client.execute(code, {
        collect: false,
        ...showing(cause => {
          unanswered = { cause }
          stop()
        }),
        ...(wanted.length === 0 ? {} : { userExpressions: { kaon: give } }),
      })
      if (signal?.aborted) throw new KaonError("INTERRUPTED", "The cell was interrupted.")
      if (unanswered !== undefined) throw (unanswered as { cause: unknown }).cause
      if (execution.status !== "ok") throw failureIn(execution, cell, refused)
      const gave = execution.userExpressions.kaon as { status?: string; ename?: string; evalue?: string } | undefined
      if (gave?.status === "error")
        throw failureIn(
          { ...execution, error: { ename: gave.ename ?? "Error", evalue: gave.evalue ?? "", traceback: [] } },
          cell,
          refused,
        )
    } finally {
      signal?.removeEventListener("abort", stop)
    }
    if (wanted.length === 0) return {}
    const values = await readValues(this.#folder)
    for (const [name, value] of Object.entries(values)) this.#given.set(name, value)
    for (const name of ours) setters[name]!(values[name])
    return values
  }

  #bridge(method: string, ...args: string[]): Promise<void> {
    return quietly(
      this.#client,
      `__import__("_kaon_bridge").${method}(${[JSON.stringify(this.#folder), ...args].join(", ")})`,
    )
  }
}

async function quietly(client: KernelClient, code: string): Promise<void> {
  const { status, error } = await client.execute(code, { silent: true })
  if (status === "ok") return
  throw new KaonError("CELL_FAILED", `Values could not be passed to Python: ${error?.ename}: ${error?.evalue}`, {
    fix: /numpy/.test(error?.evalue ?? "") ? "Install numpy for this Python." : "Pass on less, with --in.",
  })
}
