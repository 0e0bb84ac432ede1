import assert from "node:assert/strict"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import test from "node:test"
import { listDatasets, loadDataset } from "../../kernel/plugins/datasets.ts"
import { discoverPlugins } from "../../kernel/plugins/discover.ts"
import { scratch, writePlugin } from "./written-plugin.ts"

test("a plugin in the workspace's folder loads without being installed", async () => {
  await using folder = await scratch()
  await writePlugin(folder.path)
  const { splits } = await loadDataset("probe", { workspace: folder.path })
  assert.ok("all" in splits)
  assert.deepEqual([...(splits.all.columns[0]?.values ?? [])], [1.5, Number.NaN])
})

test("datasets are listed without running plugin code", async () => {
  await using folder = await scratch()
  await writePlugin(folder.path, { code: "throw new Error('ran')" })
  const listed = await listDatasets({ workspace: folder.path })
  assert.deepEqual(
    listed.map(({ id, plugin }) => [id, plugin]),
    [
      ["bikes", "dataset-tables"],
      ["diabetes", "dataset-tables"],
      ["digits", "dataset-digits"],
      ["income", "dataset-tables"],
      ["iris", "dataset-tables"],
      ["libraries", "dataset-tables"],
      ["mnist", "dataset-mnist"],
      ["penguins", "dataset-tables"],
      ["probe", "dataset-probe"],
      ["reviews", "dataset-tables"],
      ["shuttle", "dataset-tables"],
      ["tumours", "dataset-tables"],
      ["vowels", "dataset-vowels"],
      ["wine", "dataset-tables"],
    ],
  )
})

test("packages with a manifest are found in a node_modules folder, in scopes too", async () => {
  await using folder = await scratch()
  await writePlugin(folder.path)
  await mkdir(join(folder.path, "plugins", "@team"))
  await writePlugin(join(folder.path, "plugins", "@team"), { id: "dataset-scoped" })
  const found = await discoverPlugins({ pluginFolders: [join(folder.path, "plugins", "@team", "plugins")] })
  assert.ok(found.plugins.some(({ manifest }) => manifest.id === "dataset-scoped"))
  const scoped = await discoverPlugins({ pluginFolders: [join(folder.path, "plugins")] })
  assert.ok(scoped.plugins.some(({ manifest }) => manifest.id === "dataset-probe"))
})

test("an unknown dataset names those there are and the nearest", async () => {
  await assert.rejects(loadDataset("digit"), {
    code: "PLUGIN_NOT_FOUND",
    message:
      "No plugin contributes a dataset named digit; there is bikes, diabetes, digits, income, iris, libraries, mnist, penguins, reviews, shuttle, tumours, vowels, wine.",
    fix: "Write digits, if that was meant.",
  })
})

test("a broken manifest is named with its file and field, and hides no other plugin", async () => {
  await using folder = await scratch()
  const directory = await writePlugin(folder.path, { manifest: { id: "Not An Id", colour: "red" } })
  const { plugins, problems } = await discoverPlugins({ workspace: folder.path })
  assert.ok(plugins.some(({ manifest }) => manifest.id === "dataset-digits"))
  assert.equal(problems.length, 1)
  assert.equal(problems[0]?.code, "PLUGIN_INVALID")
  assert.match(problems[0]?.message ?? "", /kaon\.id: lower-case/)
  assert.match(problems[0]?.message ?? "", /colour/)
  assert.ok(problems[0]?.message.includes(join(directory, "package.json")))
  await assert.rejects(loadDataset("probe", { workspace: folder.path }), /kaon\.id/)
})

test("a manifest that is no JSON, and an entry outside the plugin's folder, are refused", async () => {
  await using folder = await scratch()
  const directory = await writePlugin(folder.path, { manifest: { main: "../../elsewhere.ts" } })
  assert.match((await discoverPlugins({ workspace: folder.path })).problems[0]?.message ?? "", /outside the plugin/)
  await writeFile(join(directory, "package.json"), "{")
  assert.match((await discoverPlugins({ workspace: folder.path })).problems[0]?.message ?? "", /no JSON/)
})

test("a plugin for another API version is refused before its code runs", async () => {
  await using folder = await scratch()
  await writePlugin(folder.path, { api: "^9.0.0", code: "throw new Error('ran')" })
  const { problems } = await discoverPlugins({ workspace: folder.path })
  assert.match(problems[0]?.message ?? "", /dataset-probe needs plugin API \^9\.0\.0, and this Kaon offers 0\.1\.0/)
})

test("two plugins with one dataset are refused by the names of their folders", async () => {
  await using folder = await scratch()
  const one = await writePlugin(folder.path, { id: "dataset-one" })
  const two = await writePlugin(folder.path, { id: "dataset-two" })
  await assert.rejects(loadDataset("probe", { workspace: folder.path }), error => {
    assert.ok(error instanceof Error && error.message.includes(one) && error.message.includes(two))
    return true
  })
})

test("what a plugin throws is told with the plugin's name, and its own codes pass through", async () => {
  await using folder = await scratch()
  await writePlugin(folder.path, { load: `throw new Error("no rows today")` })
  await assert.rejects(loadDataset("probe", { workspace: folder.path }), {
    code: "PLUGIN_FAILED",
    message: "The plugin dataset-probe failed: no rows today",
  })
  await writePlugin(folder.path, {
    load: `throw new KaonError("DATASET_NOT_FOUND", "Not here.", { fix: "Look there." })`,
  })
  await assert.rejects(loadDataset("probe", { workspace: folder.path }), {
    code: "DATASET_NOT_FOUND",
    message: "Not here.",
    fix: "Look there.",
  })
})

test("a plugin that dies, that has no default export, or that does not offer its dataset is named", async () => {
  await using folder = await scratch()
  const fails = async (code: string, message: RegExp) => {
    await writePlugin(folder.path, { code })
    await assert.rejects(loadDataset("probe", { workspace: folder.path }), { code: "PLUGIN_FAILED", message })
  }
  await fails("process.exit(7)", /dataset-probe ended with exit status 7/)
  await fails("export const nothing = 1", /dataset-probe failed: its entry has no default export/)
  await fails("export default { setup() {} }", /dataset-probe names the dataset probe, which its code does not offer/)
  await fails("const = 1", /dataset-probe failed/)
})

test("a plugin that heeds the signal is interrupted, one that hangs is ended and named", {
  timeout: 20_000,
}, async () => {
  await using folder = await scratch()
  const stopped = async (wait: string) => {
    await writePlugin(folder.path, { load: `host.progress(null, "here"); ${wait}; return payload()` })
    const stop = new AbortController()
    // The first progress shows that the plugin is at work.
    return loadDataset("probe", { workspace: folder.path, signal: stop.signal, progress: () => stop.abort() })
  }
  const heeds = `await new Promise((_, no) => host.signal.addEventListener("abort", () => no(host.signal.reason)))`
  await assert.rejects(stopped(heeds), { code: "INTERRUPTED" })
  await assert.rejects(stopped("setInterval(() => {}, 1e6); await new Promise(() => {})"), {
    code: "PLUGIN_FAILED",
    message: /dataset-probe did not stop/,
  })
  await assert.rejects(stopped("await new Promise(r => setImmediate(r)); for (;;) {}"), { code: "PLUGIN_FAILED" })
})

test("what a plugin hands over is checked: lengths, classes, kinds, target", async () => {
  await using folder = await scratch()
  const refused = async (load: string, message: RegExp) => {
    await writePlugin(folder.path, { load })
    await assert.rejects(loadDataset("probe", { workspace: folder.path }), { code: "DATASET_INVALID", message })
  }
  await refused(`return payload({ values: new Float32Array(3) })`, /column x has 3 values where 2 rows/)
  await refused(`return payload({ shape: [2] })`, /column x has 2 values where 2 rows of shape \[2\] make 4/)
  await refused(`return payload({}, [0, 2])`, /class 2 in row 1, and there are 2 classes/)
  await refused(`return payload({ kind: "text" })`, /of kind text has no text/)
  await refused(`return payload({ values: "12" })`, /splits/)
  await refused(`return { ...payload(), target: "y" }`, /no column has the name of the target, y/)
  await refused(`return { ...payload(), id: "other" }`, /calls itself other/)
  await refused(`return 7`, /not valid/)
})
