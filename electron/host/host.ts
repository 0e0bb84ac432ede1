import { join, resolve } from "node:path"
import { here, type Surroundings } from "../../kernel/client/index.ts"
import { KaonError } from "../../kernel/contracts/errors.ts"
import { type UserFolders, userFolders } from "../../kernel/plugins/folders.ts"
import { Scheduler } from "../../kernel/schedules/index.ts"
import { serveChannels } from "./channels/upgrade.ts"
import { Contents } from "./contents/contents.ts"
import { fileRoutes } from "./contents/files.ts"
import { emptyTrash } from "./contents/move.ts"
import { Root } from "./contents/paths.ts"
import { contentsRoutes } from "./contents/routes.ts"
import { Trust } from "./contents/trust.ts"
import { guard } from "./guard/guard.ts"
import type { Secrets } from "./guard/judge.ts"
import { Passes } from "./guard/passes.ts"
import { configRoutes } from "./http/config.ts"
import { createServer } from "./http/server.ts"
import { statusRoutes } from "./http/status.ts"
import { Analyst } from "./kaon/analyst.ts"
import { kaonRoutes } from "./kaon/routes.ts"
import { Kernels } from "./kernels/kernels.ts"
import { kernelRoutes } from "./kernels/routes.ts"
import { pageRoutes } from "./page/page.ts"
import { listen, removePlace } from "./place.ts"
import { sessionRoutes } from "./sessions/routes.ts"
import { Sessions } from "./sessions/sessions.ts"
import { specRoutes } from "./specs/routes.ts"

export interface HostOptions {
  /** The folder whose notebooks it serves. */
  folder: string
  /** The port; where it is taken, PORT_IN_USE. A free one by default, or that of a host of this folder that was killed. */
  port?: number | undefined
  /** The port to take where none is given and it is free: browsers keep what they remember of a page by its port. */
  near?: number
  /** A random one by default, or that of a host of this folder that was killed. */
  token?: string | undefined
  /** The person's own folders. */
  user?: UserFolders
  /** Where kernels are looked for. */
  surroundings?: Surroundings
  /** The built interface. */
  page?: string
  /** Milliseconds after which an idle kernel without a host ends. */
  idleAfter?: number
  /** Called with what the host could not do by its own fault; the console by default. */
  report?: (error: unknown) => void
}

export interface Host {
  /** Where it answers: "http://127.0.0.1:8888". */
  address: string
  token: string
  /** The address with the token, for a browser. */
  url: string
  folder: string
  /** An address that opens the page once, for an argument that others can read. */
  visit(): string
  /** Ends the host, and its kernels where that is said; else they run on, for the next one. */
  close(options?: { kernels?: boolean }): Promise<void>
}

/** Starts a host on loopback, and attaches to the kernels of an earlier one. Throws PORT_IN_USE, and USAGE for a folder that is not there. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { user = userFolders(), surroundings = here(), report = console.error, page, idleAfter } = options
  const root = await Root.open(resolve(options.folder)).catch(cause => {
    throw new KaonError("USAGE", `There is no folder ${options.folder}.`, { fix: "Give a folder that exists.", cause })
  })
  const state = join(root.folder, ".kaon")
  const kernels = await Kernels.open({
    folder: join(state, "kernels"),
    surroundings,
    ...(idleAfter === undefined ? {} : { idleAfter }),
  })
  const sessions = await Sessions.open(join(state, "sessions.json"), kernels, root)
  const contents = new Contents(root, new Trust(user.state))
  const analyst = new Analyst()
  const passes = new Passes()
  let secrets: Secrets = { token: "", hosts: new Set(), cookie: "" }
  const app = createServer(report)
  guard(app, () => secrets)
  statusRoutes(app, kernels)
  contentsRoutes(app, contents)
  fileRoutes(app, root)
  specRoutes(app, () => surroundings)
  kernelRoutes(app, kernels, root)
  sessionRoutes(app, sessions)
  kaonRoutes(app, kernels, contents, analyst, passes, join(user.config, "kaon.json"), user.state)
  configRoutes(app, join(user.config, "nbconfig"))
  await pageRoutes(app, page)
  await emptyTrash(root)
  const endChannels = serveChannels(app.server, kernels, () => secrets)
  const place = await listen(app, root.folder, options).catch(cause => {
    kernels.close()
    throw cause
  })
  secrets = {
    token: place.token,
    hosts: namesOf(place.port),
    cookie: `kaon-${place.port}`,
    takePass: pass => passes.take(pass),
  }
  const address = `http://127.0.0.1:${place.port}`
  const scheduler = new Scheduler({ folder: root.folder, report })
  return {
    address,
    token: place.token,
    url: `${address}/?token=${place.token}`,
    folder: root.folder,
    visit: () => `${address}/?pass=${passes.issue()}`,
    close: async ({ kernels: withKernels = false } = {}) => {
      await scheduler[Symbol.asyncDispose]()
      endChannels()
      if (withKernels) await kernels.endAll(report)
      await app.close()
      kernels.close()
      await analyst.close()
      await removePlace(root.folder)
    },
  }
}

/** The names under which loopback is reached; any other name in a request is somebody's trick. */
const namesOf = (port: number) => new Set(["127.0.0.1", "localhost", "[::1]"].map(name => `${name}:${port}`))
