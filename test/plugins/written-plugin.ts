import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A folder of the test's own, removed at the end of the scope. */
export async function scratch(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "kaon-test-"))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

interface Written {
  id?: string
  api?: string
  /** Body of the dataset's `load(host)`. */
  load?: string
  /** The whole entry, in place of one made around `load`. */
  code?: string
  permissions?: { network?: string[]; files?: ("data" | "cache")[] }
  /** Put over the manifest as it is. */
  manifest?: Record<string, unknown>
}

/** Writes a plugin that contributes the dataset `probe` into `<workspace>/plugins/<id>`. */
export async function writePlugin(workspace: string, written: Written = {}): Promise<string> {
  const id = written.id ?? "dataset-probe"
  const directory = join(workspace, "plugins", id)
  await mkdir(directory, { recursive: true })
  const kaon = {
    id,
    api: written.api ?? "^0.1.0",
    main: "./index.ts",
    contributes: { datasets: [{ id: "probe", title: "Probe", citation: "none", licence: "none" }] },
    ...(written.permissions === undefined ? {} : { permissions: written.permissions }),
    ...written.manifest,
  }
  const code =
    written.code ??
    `import { definePlugin, KaonError, type DatasetHost } from "@kaon/plugin-api"
const payload = (extra = {}, label = [0, 1]) => ({ id: "probe", title: "Probe", target: "label", citation: "", licence: "",
  splits: { all: { rows: 2, columns: [
    { name: "x", kind: "number", shape: [], values: new Float32Array([1.5, NaN]), ...extra },
    { name: "label", kind: "class", shape: [], values: new Int32Array(label), classes: ["a", "b"] } ] } } })
export default definePlugin({ setup(host) { host.dataset({ id: "probe", load: async (host: DatasetHost) => {
  void KaonError;
  ${written.load ?? "return payload()"}
} }) } })
`
  await writeFile(join(directory, "package.json"), JSON.stringify({ name: id, version: "1.0.0", type: "module", kaon }))
  await writeFile(join(directory, "index.ts"), code)
  return directory
}
