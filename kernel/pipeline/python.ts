import { existsSync, globSync, readFileSync, realpathSync, statSync } from "node:fs"
import { delimiter, dirname, isAbsolute, join } from "node:path"
import { findKernelSpec } from "../client/spec.ts"
import { digestOf } from "./digest.ts"

/**
 * The program of a Python kernel and the names and versions of what is installed for it, without starting it. A package that is edited
 * where it lies keeps its version, and is not seen to have changed.
 */
export async function pythonOf(kernel: string): Promise<string> {
  const spec = await findKernelSpec(kernel).catch(() => undefined)
  if (spec === undefined) return "not installed"
  const program = located(spec.argv[0] ?? "")
  const parts = [JSON.stringify([spec.argv, spec.env])]
  if (program === undefined) return digestOf(...parts)
  const { size, mtimeMs } = statSync(program)
  parts.push(realpathSync(program), `${size} ${mtimeMs}`)
  const prefixes = [...new Set([dirname(dirname(program)), dirname(dirname(realpathSync(program)))])]
  for (const prefix of prefixes) {
    const settings = join(prefix, "pyvenv.cfg")
    if (existsSync(settings)) parts.push(readFileSync(settings, "utf8"))
    for (const folder of ["lib/python3*", "lib64/python3*", "Lib", "local/lib/python3*"]) {
      const found = globSync(`${folder}/{site,dist}-packages/*.{dist,egg}-info`, { cwd: prefix })
      parts.push(...found.sort())
    }
  }
  return digestOf(...parts)
}

function located(program: string): string | undefined {
  if (isAbsolute(program)) return existsSync(program) ? program : undefined
  const folders = (process.env.PATH ?? "").split(delimiter)
  return folders.map(folder => join(folder, program)).find(path => existsSync(path))
}
