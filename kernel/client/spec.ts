import { existsSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { KaonError } from "../contracts/errors.ts"
import { dataFolders, here, type Surroundings } from "./paths.ts"

const fileSchema = z.looseObject({
  argv: z.array(z.string()).min(1),
  display_name: z.string(),
  language: z.string(),
  interrupt_mode: z.enum(["signal", "message"]).default("signal"),
  env: z.record(z.string(), z.string()).default({}),
  metadata: z.record(z.string(), z.unknown()).default({}),
})

/** A kernelspec: how to start a kernel. `folder` is where its files are, undefined for the built-in one. */
export interface KernelSpec extends z.infer<typeof fileSchema> {
  name: string
  folder: string | undefined
}

/** The kernel of this very copy of Kaon; needs no installation. */
export const ownSpec = (): KernelSpec => ({
  name: "kaon",
  folder: undefined,
  argv: [process.execPath, fileURLToPath(new URL("../session/start.mjs", import.meta.url)), "{connection_file}"],
  display_name: "TypeScript (Kaon)",
  language: "typescript",
  interrupt_mode: "message",
  env: {},
  metadata: { debugger: true },
})

/** Every kernelspec that can be found, by name; the built-in `kaon` first. Unreadable ones are left out. */
export async function listKernelSpecs(surroundings: Surroundings = here()): Promise<KernelSpec[]> {
  const specs = new Map<string, KernelSpec>([["kaon", ownSpec()]])
  for (const folder of dataFolders(surroundings)) {
    const names = await readdir(join(folder, "kernels")).catch(() => [])
    for (const name of names.sort()) {
      if (specs.has(name.toLowerCase())) continue
      const spec = await readSpec(join(folder, "kernels", name)).catch(() => undefined)
      if (spec !== undefined) specs.set(spec.name, spec)
    }
  }
  return [...specs.values()]
}

/** The kernelspec of that name, in any case. Throws KERNEL_NOT_FOUND naming those there are. */
export async function findKernelSpec(name: string, surroundings: Surroundings = here()): Promise<KernelSpec> {
  if (name === "kaon") return ownSpec()
  const specs = await listKernelSpecs(surroundings)
  const found = specs.find(spec => spec.name === name.toLowerCase())
  if (found !== undefined) return found
  const names = specs.map(spec => spec.name).join(", ")
  throw new KaonError("KERNEL_NOT_FOUND", `There is no kernel called ${name}.`, {
    fix: `Choose one of: ${names}; or install it where Jupyter looks for kernels (jupyter --paths).`,
  })
}

async function readSpec(folder: string): Promise<KernelSpec> {
  const spec = fileSchema.parse(JSON.parse(await readFile(join(folder, "kernel.json"), "utf8")))
  return { ...spec, argv: withOwnPython(spec.argv, folder), name: basename(folder).toLowerCase(), folder }
}

/** A spec that pip installed says just `python`, and means the Python that it was installed for. */
function withOwnPython([program = "", ...rest]: string[], folder: string): string[] {
  const prefix = dirname(dirname(dirname(dirname(folder))))
  const own = /^python(3(\.\d+)?)?$/.test(program) ? ownPython(prefix, program) : undefined
  return [own ?? program, ...rest]
}

function ownPython(prefix: string, program: string): string | undefined {
  const paths = process.platform === "win32" ? ["python.exe"] : [join("bin", program), join("bin", "python3")]
  return paths.map(path => join(prefix, path)).find(path => existsSync(path))
}
