import { moveBeside, removeBeside } from "./beside.ts"
import { addCheckpoint, listCheckpoints, moveCheckpoints, removeCheckpoint, restoreCheckpoint } from "./checkpoints.ts"
import { create } from "./create.ts"
import { Locks } from "./locks.ts"
import type { ContentModel, CreateRequest, SaveRequest } from "./model.ts"
import { move, remove } from "./move.ts"
import { cleanPath, type Root } from "./paths.ts"
import { type ReadOptions, read } from "./read.ts"
import type { Trust } from "./trust.ts"
import { type Saved, save } from "./write.ts"

/** The files of one folder, as Jupyter's contents API has them. What changes one file waits for what changes it already. */
export class Contents {
  readonly root: Root
  readonly #trust: Trust
  readonly #locks = new Locks()

  constructor(root: Root, trust: Trust) {
    this.root = root
    this.#trust = trust
  }

  async read(path: string, options: ReadOptions): Promise<ContentModel> {
    const model = await read(this.root, path, options)
    if (model.type === "notebook" && model.content !== null) model.content = await this.#trust.marked(model.content)
    return model
  }

  save(path: string, request: SaveRequest): Promise<Saved> {
    return this.#alone(path, async () => {
      const isNotebook = request.type === "notebook"
      const { notebook, trusted } = isNotebook
        ? this.#trust.unmarked(request.content)
        : { notebook: request.content, trusted: false }
      const saved = await save(this.root, path, { ...request, content: notebook })
      // The notebook is saved, whether or not its trust can be kept.
      if (isNotebook && trusted) await this.trust(path).catch(() => {})
      return saved
    })
  }

  create(folder: string, request: CreateRequest): Promise<ContentModel> {
    return this.#alone(folder, () => create(this.root, folder, request))
  }

  async move(from: string, to: string): Promise<ContentModel> {
    return this.#alone(from, async () => {
      const model = await move(this.root, from, to)
      await moveCheckpoints(this.root, from, to)
      await moveBeside(this.root, from, to)
      return model
    })
  }

  remove(path: string): Promise<void> {
    return this.#alone(path, async () => {
      await remove(this.root, path)
      await removeBeside(this.root, path)
    })
  }

  /** Declares a notebook to be its owner's own: its outputs may run. */
  async trust(path: string): Promise<void> {
    await this.#trust.sign((await read(this.root, path, { type: "notebook" })).content)
  }

  readonly checkpoints = {
    list: (path: string) => listCheckpoints(this.root, path),
    add: (path: string) => this.#alone(path, () => addCheckpoint(this.root, path)),
    restore: (path: string, id: string) => this.#alone(path, () => restoreCheckpoint(this.root, path, id)),
    remove: (path: string, id: string) => this.#alone(path, () => removeCheckpoint(this.root, path, id)),
  }

  /** The notebook of a client without the marks that belong to no file. */
  unmarked(content: unknown): unknown {
    return this.#trust.unmarked(content).notebook
  }

  #alone<T>(path: string, work: () => Promise<T>): Promise<T> {
    return this.#locks.hold(cleanPath(path), work)
  }
}
