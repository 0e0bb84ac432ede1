import assert from "node:assert/strict"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import type { RunRecord, RunSummary } from "../../kernel/contracts/runs/record.ts"
import { type asking, hostOf, served, workspace } from "./hosts.ts"

type Ask = ReturnType<typeof asking>

const notebook = (...sources: string[]) =>
  JSON.stringify({
    cells: sources.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { name: "kaon", display_name: "TypeScript (Kaon)", language: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  })
const quick = notebook("%%params\nconst rate = 0.1", 'console.log("rate", rate)')
const waiting = notebook('console.log("here")\nawait new Promise(done => setTimeout(done, 600_000))')

/** A run's record when it stands as it should. */
async function whenStands(ask: Ask, id: string, test: (run: RunRecord) => boolean): Promise<RunRecord> {
  for (;;) {
    const run = (await ask("GET", `/kaon/runs/${id}`)).json() as RunRecord
    if (test(run)) return run
    await sleep(50)
  }
}

test("a run is started by the host, listed, read with what its cells showed, and taken away", async () => {
  await using space = workspace()
  await writeFile(join(space.folder, "quick.ipynb"), quick)
  await using host = await hostOf(space)
  const begun = (await host.ask("POST", "/kaon/runs", { path: "quick.ipynb", params: { rate: "0.5" } })).json()
  const run = await whenStands(host.ask, begun.id, ({ state }) => state !== "running")
  assert.deepEqual([run.state, run.params, run.notebook], ["done", { rate: 0.5 }, "quick.ipynb"])
  const { runs } = (await host.ask("GET", "/kaon/runs")).json() as { runs: (RunSummary & { folder: string })[] }
  assert.deepEqual(
    runs.map(({ id, folder, state }) => [id, folder, state]),
    [[begun.id, "", "done"]],
  )
  const shown = (await host.ask("GET", `/kaon/runs/${begun.id}/outputs/2`)).json()
  assert.deepEqual(shown.outputs, [{ output_type: "stream", name: "stdout", text: "rate 0.5\n" }])
  assert.equal((await host.ask("DELETE", `/kaon/runs/${begun.id}`)).status, 200)
  assert.deepEqual((await host.ask("GET", "/kaon/runs")).json(), { runs: [] })
  assert.equal((await host.ask("GET", `/kaon/runs/${begun.id}`)).status, 404)
})

test("what keeps a run from beginning is said, with what to do", async () => {
  await using space = workspace()
  await writeFile(join(space.folder, "quick.ipynb"), quick)
  await using host = await hostOf(space)
  const refused = await host.ask("POST", "/kaon/runs", { path: "quick.ipynb", params: { speed: "3" } })
  assert.ok(refused.status >= 400 && refused.status < 500, String(refused.status))
  assert.match(refused.json().message, /speed/)
  const none = await host.ask("POST", "/kaon/runs", { path: "none.ipynb" })
  assert.equal(none.status, 404)
  assert.equal((await host.ask("POST", "/kaon/runs", { path: "../../etc/x.ipynb" })).status, 400)
})

test("a run outlives the host that began it, and the next one stops it", async () => {
  await using space = workspace()
  await writeFile(join(space.folder, "waiting.ipynb"), waiting)
  const first = await served(space)
  const { id } = (await first.ask("POST", "/kaon/runs", { path: "waiting.ipynb" })).json()
  await whenStands(first.ask, id, ({ steps }) => steps[0]?.state === "running")
  await first.kill()
  await using host = await hostOf(space)
  assert.equal((await host.ask("GET", `/kaon/runs/${id}`)).json().state, "running")
  assert.equal((await host.ask("DELETE", `/kaon/runs/${id}`)).status, 409, "one that is under way is not taken away")
  await host.ask("POST", `/kaon/runs/${id}/stop`, {})
  const run = await whenStands(host.ask, id, ({ state }) => state !== "running")
  assert.equal(run.state, "interrupted")
})
