import assert from "node:assert/strict"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { after, describe, test } from "node:test"
import { type Execution, type OutputMessage, startKernel } from "../../kernel/client/index.ts"
import { kernels } from "./kernels.ts"

const textOf = (outputs: OutputMessage[]) =>
  outputs
    .filter(o => o.type === "stream")
    .map(o => o.content.text)
    .join("")
const resultOf = ({ outputs }: Execution) => {
  const data = outputs.find(o => o.type === "execute_result")?.content.data
  return typeof data === "object" && data !== null && "text/plain" in data ? data["text/plain"] : undefined
}
// A temporary folder of this file's own: other tests start kernels at the same time.
process.env.TMPDIR = mkdtempSync(path.join(tmpdir(), "kaon-client-test-"))
after(() => rmSync(process.env.TMPDIR!, { recursive: true, force: true }))
const folders = () => readdirSync(tmpdir()).filter(name => name.startsWith("kaon-kernel-"))

for (const { name, start, skip, code } of kernels) {
  describe(`a client of ${name}`, { skip, concurrency: false }, () => {
    test("gets the outputs of the very first cell, every line of them, in order", async () => {
      await using client = await startKernel(start)
      assert.equal(textOf((await client.execute(code.print("first"))).outputs), "first\n")
      const { outputs, status } = await client.execute(code.lines(20_000))
      assert.equal(status, "ok")
      assert.equal(textOf(outputs), Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(""))
    })

    test("knows state, completions, completeness, history and errors", async () => {
      await using client = await startKernel(start)
      assert.notEqual(client.info.language_info.name, "")
      await client.execute(code.define)
      assert.equal(resultOf(await client.execute(code.use)), "42")
      const { matches, start: from, end } = await client.complete(code.completeFrom)
      assert.ok(matches.includes(code.completion), matches.join())
      assert.deepEqual([from, end], [0, 4])
      assert.equal((await client.isComplete("(")).status, "incomplete")
      const history = await client.history({ access: "tail", n: 2 })
      assert.deepEqual(
        history.map(([, , input]) => input),
        [code.define, code.use],
      )
      const failed = await client.execute(code.fail)
      assert.equal(failed.status, "error")
      assert.equal(failed.error?.evalue, "bad")
      assert.equal(failed.outputs.at(-1)?.type, "error")
    })

    test("requests made at once are answered each with its own outputs, and a failure aborts those that wait", async () => {
      await using client = await startKernel(start)
      const texts = await Promise.all(Array.from({ length: 600 }, (_, i) => client.execute(code.print(`n${i}`))))
      assert.deepEqual(
        texts.map(({ outputs }) => textOf(outputs)),
        texts.map((_, i) => `n${i}\n`),
      )
      // The first takes a moment to fail: what is sent only after its failure is not to be aborted.
      const [, second] = await Promise.all([client.execute(code.failSlowly), client.execute(code.print("no"))])
      assert.equal(second.status, "aborted")
    })

    test("interrupts an endless loop and keeps the state", async () => {
      await using client = await startKernel(start)
      await client.execute(code.define)
      const running = client.execute(code.sayThenForever, {
        onOutput: ({ content }) => {
          if (content.text === "there\n") void client.interrupt()
        },
      })
      assert.equal((await running).status, "error")
      assert.equal(resultOf(await client.execute(code.use)), "42")
    })

    test("answers the code's questions, and without an answerer the code is told so", async () => {
      await using client = await startKernel(start)
      const prompts: string[] = []
      const { outputs } = await client.execute(code.ask, {
        onInput: async prompt => {
          prompts.push(prompt)
          return "Ada"
        },
      })
      assert.equal(textOf(outputs), "hello Ada\n")
      assert.deepEqual(prompts, ["name? "])
      assert.equal((await client.execute(code.ask)).status, "error")
    })

    test("a kernel that dies in a cell rejects what waits and what comes, and leaves no connection file", async () => {
      const before = folders()
      const client = await startKernel(start)
      const running = client.execute(code.exit(3))
      const waiting = client.execute(code.print("never"))
      const expected = { code: "KERNEL_DIED", message: name === "ipykernel" ? /exit code 3/ : /SIGKILL/ }
      await assert.rejects(running, expected)
      await assert.rejects(waiting, expected)
      await assert.rejects(client.kernelInfo(), expected)
      await client.exited
      assert.deepEqual(folders(), before)
      await client.shutdown()
    })

    test("restart gives a fresh kernel behind the same client, whatever ran", async () => {
      await using client = await startKernel(start)
      await client.execute(code.define)
      const pid = client.pid
      await client.restart()
      assert.notEqual(client.pid, pid)
      assert.equal((await client.execute(code.use)).status, "error")
      assert.equal(textOf((await client.execute(code.print("again"))).outputs), "again\n")
    })

    test("shutdown ends the process, and by force where it does not end by itself", async () => {
      const client = await startKernel(start)
      assert.equal(await client.beat(), true)
      const running = client.execute(code.forever)
      const settled = assert.rejects(running, { code: "KERNEL_DIED", message: /shut down/ })
      await client.shutdown(300)
      await settled
      assert.throws(() => process.kill(client.pid, 0))
      assert.equal(await client.beat(200), false)
    })
  })
}
