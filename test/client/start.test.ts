import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { findKernelSpec, here, listKernelSpecs, startKernel } from "../../kernel/client/index.ts"
import { kernels } from "./kernels.ts"

test("a kernel that ends before it answers is KERNEL_DIED with its last lines", async () => {
  const argv = [process.execPath, "-e", 'console.error("no such module"); process.exit(4)']
  await assert.rejects(startKernel({ argv }), {
    code: "KERNEL_DIED",
    message: /exit code 4\. Its last lines:\nno such module/,
  })
})

test("a program that never answers is ended, and the error says so", async () => {
  const argv = [process.execPath, "-e", "setInterval(() => {}, 1000)"]
  await assert.rejects(startKernel({ argv, startWithin: 300 }), {
    code: "KERNEL_DIED",
    message: /did not answer within 0.3 s/,
  })
})

test("a program that is not there, or a folder, is KERNEL_NOT_FOUND", async () => {
  await assert.rejects(startKernel({ argv: ["no-such-program-at-all"] }), { code: "KERNEL_NOT_FOUND" })
  await assert.rejects(startKernel({ argv: [process.execPath], cwd: "/no/such/folder" }), { code: "KERNEL_NOT_FOUND" })
})

test("kernelspecs are found in JUPYTER_PATH before the user's, in any case, and a broken one hides nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kaon-specs-"))
  const put = async (data: string, name: string, content: string) => {
    await mkdir(join(folder, data, "kernels", name), { recursive: true })
    await writeFile(join(folder, data, "kernels", name, "kernel.json"), content)
  }
  const spec = (display_name: string) =>
    JSON.stringify({ argv: ["x", "{connection_file}"], display_name, language: "x" })
  try {
    await put("first", "Same", spec("first"))
    await put("user", "same", spec("second"))
    await put("user", "broken", "{")
    await put("user", "other", spec("other"))
    const env = { JUPYTER_PATH: join(folder, "first"), JUPYTER_DATA_DIR: join(folder, "user"), PATH: "" }
    const surroundings = { ...here(env), home: folder }
    assert.equal((await findKernelSpec("SAME", surroundings)).display_name, "first")
    const names = (await listKernelSpecs(surroundings)).map(found => found.name)
    assert.deepEqual(names.slice(0, 3), ["kaon", "same", "other"])
    await assert.rejects(findKernelSpec("gone", surroundings), { code: "KERNEL_NOT_FOUND", fix: /kaon, same, other/ })
  } finally {
    await rm(folder, { recursive: true })
  }
})

for (const { name, start, skip, code } of kernels) {
  test(`${name} does not outlive a client that was killed`, { skip }, async () => {
    const script = `import { startKernel } from ${JSON.stringify(import.meta.resolve("../../kernel/client/index.ts"))}
      const client = await startKernel(${JSON.stringify(start)})
      console.log(client.pid)
      await client.execute(${JSON.stringify(code.forever)})`
    const client = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    const pid = await new Promise<number>((resolve, reject) => {
      client.stdout.once("data", data => resolve(Number(data)))
      client.once("exit", () => reject(new Error("the client ended")))
    })
    client.kill("SIGKILL")
    const deadline = Date.now() + 10_000
    while (
      await stat(`/proc/${pid}`).then(
        () => true,
        () => false,
      )
    ) {
      assert.ok(Date.now() < deadline, `kernel ${pid} still runs`)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  })
}
