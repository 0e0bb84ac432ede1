import path from "node:path"
import { currentCell } from "../contracts/context.ts"
import { KaonError } from "../contracts/errors.ts"
import { mimeTypes } from "../contracts/mimetypes.ts"

type Learn = typeof import("../learn/index.ts")

/** Kaon's own modules beside the datasets. */
const modules: Readonly<Record<string, (learn: Learn) => Record<string, unknown>>> = {
  "kaon:plot": ({ plot }) => ({ default: plot, ...plot }),
  "kaon:serve": ({ serve, image }) => ({ default: serve, serve, image }),
  "kaon:validate": ({ crossValidate, baseline }) => ({ crossValidate, baseline }),
  "kaon:track": ({ tensorboard, mlflow, metricStream }) => ({ tensorboard, mlflow, metricStream }),
  "kaon:explain": ({ explain }) => ({ default: explain, ...explain }),
  "kaon:compress": ({ compress }) => ({ default: compress, ...compress }),
  "kaon:sql": ({ queryCell }) => ({ query: queryCell }),
  "kaon:models": ({ models }) => ({ default: models, ...models }),
  "kaon:metrics": ({ metrics }) => ({ default: metrics, ...metrics }),
}

/**
 * The namespace of a virtual module of Kaon's: `kaon:datasets/<id>` from the plugins, or one of the table.
 * @throws KaonError MODULE_NOT_FOUND for any other; PLUGIN_NOT_FOUND for a dataset that no plugin brings
 */
export async function virtualModule(specifier: string, directory: string): Promise<Record<string, unknown>> {
  if (specifier.startsWith("kaon:datasets/")) return await dataset(specifier.slice("kaon:datasets/".length), directory)
  if (specifier === "kaon:secrets") return { default: (await import("../secrets/index.ts")).secretsFor(directory) }
  if (specifier === "kaon:python") return { run: (await import("./python/index.ts")).run }
  const made = modules[specifier]
  if (made !== undefined) return made(await import("../learn/index.ts"))
  throw new KaonError("MODULE_NOT_FOUND", `There is no module ${JSON.stringify(specifier)}.`, {
    fix: `Kaon's own modules are kaon:datasets/<id>, kaon:secrets, ${Object.keys(modules)
      .filter(name => name !== "kaon:sql")
      .join(", ")}.`,
  })
}

async function dataset(id: string, directory: string): Promise<Record<string, unknown>> {
  const [{ listDatasets, loadDataset }, { userFolders }, { datasetFrom }] = await Promise.all([
    import("../plugins/datasets.ts"),
    import("../plugins/folders.ts"),
    import("../learn/index.ts"),
  ])
  const found = (await listDatasets({ workspace: directory })).find(entry => entry.id === id)
  const folders = userFolders()
  const load = async () => {
    const cell = currentCell()
    const progress = reporter(id)
    try {
      return await loadDataset(id, {
        workspace: directory,
        dataDirectories: [...folders.data, path.join(directory, "data"), ...nearby(directory)],
        cacheDirectory: path.join(folders.cache, "datasets", id),
        signal: cell?.signal ?? new AbortController().signal,
        progress,
      })
    } finally {
      progress.done()
    }
  }
  // An id that nobody brings fails at the import, where the reader looks for it.
  if (found === undefined) await load()
  return { default: { ...found, load: () => datasetFrom(load) } }
}

/** Data that lies beside the project, in `shared/data`, on machines that keep it there. */
const nearby = (directory: string): string[] => [
  path.resolve(directory, "../shared/data"),
  path.resolve(directory, "../../shared/data"),
]

/** A progress display that appears only where loading takes long enough to report. */
function reporter(id: string): ((fraction: number | null, detail: string) => void) & { done(): void } {
  const displayId = `kaon-dataset-${id}-${performance.now()}`
  let shown = false
  const show = (fraction: number | null, detail: string, state: "running" | "done") => {
    currentCell()?.display(
      {
        [mimeTypes.progress]: { label: id, fraction, state, detail, secondsLeft: null },
        "text/plain": `${id}: ${detail}`,
      },
      { displayId, update: shown },
    )
    shown = true
  }
  let latest = ""
  return Object.assign(
    (fraction: number | null, detail: string) => {
      latest = detail
      show(fraction, detail, "running")
    },
    {
      done: () => {
        if (shown) show(1, latest, "done")
      },
    },
  )
}
