import { readdir, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { findKernelSpec, here, type Surroundings } from "../../../kernel/client/index.ts"
import { attach, attachAll, type KeptKernel, startKeeper } from "../../../kernel/keeper/index.ts"
import { notFound, Refusal } from "../http/refusal.ts"
import { HostKernel } from "./kernel.ts"

export interface KernelsOptions {
  /** Folder of the keepers. */
  folder: string
  surroundings?: Surroundings
  /** Milliseconds after which an idle kernel without a host ends. */
  idleAfter?: number
}

export interface StartRequest {
  name: string | undefined
  /** Where its code runs. */
  cwd: string
  env?: Record<string, string>
}

export const defaultKernel = "kaon"
/** Days for which the journal of a kernel that is gone is kept. */
const keepDays = 7

/** Every kernel of the folder that is served, those that an earlier host started too. */
export class Kernels {
  readonly #options: KernelsOptions
  readonly #kernels = new Map<string, HostKernel>()
  readonly #gone = new Set<(kernel: HostKernel) => void>()
  readonly #starting = new Set<Promise<HostKernel>>()
  #closed = false

  private constructor(options: KernelsOptions) {
    this.#options = options
  }

  /** Attaches to the kernels that run already. */
  static async open(options: KernelsOptions): Promise<Kernels> {
    const kernels = new Kernels(options)
    for (const kept of await attachAll(options.folder)) kernels.#adopt(kept)
    await kernels.#forgetOld()
    return kernels
  }

  /** Resolves when the kernel answers. Throws KERNEL_NOT_FOUND, or KERNEL_DIED with its last lines. */
  async start({ name = defaultKernel, cwd, env = {} }: StartRequest): Promise<HostKernel> {
    const { folder, surroundings = here(), idleAfter } = this.#options
    const spec = await findKernelSpec(name, surroundings)
    const starting = startKeeper({ folder, spec, cwd, env, ...(idleAfter === undefined ? {} : { idleAfter }) })
    const adopted = starting.then(kept => this.#adopt(kept)).finally(() => this.#starting.delete(adopted))
    this.#starting.add(adopted)
    return adopted
  }

  /** Ends all kernels, those that still start too. */
  async endAll(report: (cause: unknown) => void): Promise<void> {
    await Promise.allSettled(this.#starting)
    await Promise.all(this.list().map(({ id }) => this.shutdown(id).catch(report)))
  }

  /** What a kernel's spec says its language is; the name of the spec, where that is gone. */
  async languageOf({ name }: HostKernel): Promise<string> {
    const spec = await findKernelSpec(name, this.#options.surroundings ?? here()).catch(() => undefined)
    return spec?.language.toLowerCase() ?? name
  }

  /** Attaches to kernels that another host of the folder has started since. */
  async look(): Promise<void> {
    const { folder } = this.#options
    const names = await readdir(folder).catch(() => [])
    const found = names.filter(name => !this.#kernels.has(name)).map(name => attach(join(folder, name)))
    for (const kept of await Promise.all(found)) if (kept !== undefined) this.#adopt(kept)
  }

  list(): HostKernel[] {
    return [...this.#kernels.values()]
  }

  find(id: string): HostKernel | undefined {
    return this.#kernels.get(id)
  }

  /** Refuses with 404 where there is no such kernel. */
  get(id: string): HostKernel {
    const kernel = this.#kernels.get(id)
    if (kernel === undefined) throw notFound(`Kernel does not exist: ${id}`)
    return kernel
  }

  /** Ends a kernel; its journal goes with it. */
  async shutdown(id: string): Promise<void> {
    const kernel = this.get(id)
    this.#remove(kernel)
    await kernel.shutdown()
    await rm(kernel.folder, { recursive: true, force: true })
  }

  onGone(listener: (kernel: HostKernel) => void): void {
    this.#gone.add(listener)
  }

  /** Leaves the kernels running, those that still start too. */
  close(): void {
    this.#closed = true
    this.#gone.clear()
    for (const kernel of this.#kernels.values()) kernel.close()
  }

  #adopt(kept: KeptKernel): HostKernel {
    const known = this.#kernels.get(kept.record.id)
    if (known !== undefined) {
      // Started here and found on the disk at once.
      kept.attachment.close()
      return known
    }
    if (this.#closed) {
      kept.attachment.close()
      throw new Refusal(503, "The server is ending; the kernel runs on for the next one.")
    }
    const kernel = new HostKernel(kept)
    this.#kernels.set(kernel.id, kernel)
    void kept.attachment.closed.then(() => this.#remove(kernel))
    return kernel
  }

  #remove(kernel: HostKernel): void {
    if (!this.#kernels.delete(kernel.id)) return
    for (const listener of this.#gone) listener(kernel)
  }

  async #forgetOld(now = Date.now()): Promise<void> {
    const { folder } = this.#options
    for (const name of await readdir(folder).catch(() => [])) {
      const changed = (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? now
      if (this.#kernels.has(name) || now - changed < keepDays * 86_400_000) continue
      await rm(join(folder, name), { recursive: true, force: true })
    }
  }
}
