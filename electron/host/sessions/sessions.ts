import { randomUUID } from "node:crypto"
import { mkdir, readFile } from "node:fs/promises"
import { dirname } from "node:path"
import { z } from "zod"
import { writeWhole } from "../../../kernel/notebook/index.ts"
import { Locks } from "../contents/locks.ts"
import type { Root } from "../contents/paths.ts"
import { notFound } from "../http/refusal.ts"
import { workingFolder } from "../kernels/folder.ts"
import type { KernelModel } from "../kernels/kernel.ts"
import type { Kernels } from "../kernels/kernels.ts"

const storedSchema = z.object({
  id: z.string(),
  path: z.string(),
  name: z.string(),
  type: z.string(),
  kernel: z.string(),
})
type Stored = z.infer<typeof storedSchema>

/** A session as Jupyter's sessions API describes it. */
export interface SessionModel {
  id: string
  path: string
  name: string
  type: string
  kernel: KernelModel
  /** For clients of Jupyter's older API. */
  notebook?: { path: string; name: string }
}

export interface SessionRequest {
  path?: string | undefined
  name?: string | undefined
  type?: string | undefined
  kernel?: { id?: string | null | undefined; name?: string | null | undefined } | null | undefined
}

/** Which kernel belongs to which notebook; kept on the disk, so that it outlives the host as the kernels do. */
export class Sessions {
  readonly #file: string
  readonly #kernels: Kernels
  readonly #root: Root
  readonly #sessions = new Map<string, Stored>()
  readonly #forgotten = new Set<string>()
  readonly #locks = new Locks()
  #writing: Promise<void> = Promise.resolve()

  private constructor(file: string, kernels: Kernels, root: Root) {
    this.#file = file
    this.#kernels = kernels
    this.#root = root
    // What is not written here is found out by the next host, which asks whether the kernels are there.
    kernels.onGone(({ id }) => void this.#forget(session => session.kernel === id).catch(() => {}))
  }

  static async open(file: string, kernels: Kernels, root: Root): Promise<Sessions> {
    const sessions = new Sessions(file, kernels, root)
    await sessions.#look()
    return sessions
  }

  /** Takes over what another host of the folder has written since, as far as its kernels are there. */
  async #look(): Promise<void> {
    const found = storedIn(await readFile(this.#file, "utf8").catch(() => "[]"))
    const news = found.filter(({ id }) => !this.#sessions.has(id) && !this.#forgotten.has(id))
    if (news.some(({ kernel }) => this.#kernels.find(kernel) === undefined)) await this.#kernels.look()
    for (const session of news) {
      if (this.#kernels.find(session.kernel) !== undefined) this.#sessions.set(session.id, session)
    }
  }

  async list(): Promise<SessionModel[]> {
    await this.#look()
    return [...this.#sessions.values()].map(session => this.#model(session))
  }

  get(id: string): SessionModel {
    return this.#model(this.#stored(id))
  }

  /** The session of a path; where there is none yet, a new one with its kernel, started if need be. */
  create(request: SessionRequest): Promise<SessionModel> {
    return this.#locks.hold(request.path ?? "", () => this.#create(request))
  }

  async #create({ path = "", name = "", type = "notebook", kernel }: SessionRequest): Promise<SessionModel> {
    await this.#look()
    const known = [...this.#sessions.values()].find(session => path !== "" && session.path === path)
    if (known !== undefined) return this.#model(known)
    const session = { id: randomUUID(), path, name, type, kernel: await this.#kernelFor(path, kernel) }
    return this.#put(session)
  }

  /** Renames, or changes the kernel. A kernel that was replaced by a new one ends. */
  async change(id: string, { path, name, type, kernel }: SessionRequest): Promise<SessionModel> {
    const before = this.#stored(id)
    const session = { ...before, path: path ?? before.path, name: name ?? before.name, type: type ?? before.type }
    if (!kernel?.id && !kernel?.name) return this.#put(session)
    session.kernel = await this.#kernelFor(session.path, kernel)
    const model = await this.#put(session)
    const used = [...this.#sessions.values()].some(other => other.kernel === before.kernel)
    if (!used && this.#kernels.find(before.kernel) !== undefined) await this.#kernels.shutdown(before.kernel)
    return model
  }

  /** Ends the session and its kernel, unless another session has it too. */
  async remove(id: string): Promise<void> {
    const { kernel } = this.#stored(id)
    await this.#forget(session => session.id === id)
    const used = [...this.#sessions.values()].some(other => other.kernel === kernel)
    if (!used && this.#kernels.find(kernel) !== undefined) await this.#kernels.shutdown(kernel)
  }

  async #kernelFor(path: string, kernel: SessionRequest["kernel"]): Promise<string> {
    if (kernel?.id) return this.#kernels.get(kernel.id).id
    const cwd = await workingFolder(this.#root, path)
    const place = await this.#root.locate(path).catch(() => path)
    const started = await this.#kernels.start({
      name: kernel?.name ?? undefined,
      cwd,
      env: { JPY_SESSION_NAME: place },
    })
    return started.id
  }

  #stored(id: string): Stored {
    const session = this.#sessions.get(id)
    if (session === undefined) throw notFound(`Session not found: session_id='${id}'`)
    return session
  }

  #model(session: Stored): SessionModel {
    const { id, path, name, type } = session
    const kernel = this.#kernels.get(session.kernel).model()
    return { id, path, name, type, kernel, ...(type === "notebook" ? { notebook: { path, name } } : {}) }
  }

  async #put(session: Stored): Promise<SessionModel> {
    this.#sessions.set(session.id, session)
    await this.#save()
    return this.#model(session)
  }

  async #forget(which: (session: Stored) => boolean): Promise<void> {
    const gone = [...this.#sessions.values()].filter(which)
    for (const { id } of gone) {
      this.#sessions.delete(id)
      this.#forgotten.add(id)
    }
    if (gone.length > 0) await this.#save()
  }

  #save(): Promise<void> {
    const write = async () => {
      await this.#look()
      await mkdir(dirname(this.#file), { recursive: true })
      await writeWhole(this.#file, JSON.stringify([...this.#sessions.values()], null, 2))
    }
    this.#writing = this.#writing.then(write, write)
    return this.#writing
  }
}

function storedIn(text: string): Stored[] {
  try {
    return z.array(storedSchema).safeParse(JSON.parse(text)).data ?? []
  } catch {
    return []
  }
}
