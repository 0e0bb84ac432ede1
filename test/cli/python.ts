import { existsSync, globSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { runEventSchema } from "../../kernel/contracts/run.ts"
import { main, start } from "./command.ts"

const cache = resolve(import.meta.dirname, "../../.cache")
const python = join(cache, "python")
const present = (name: string) => existsSync(join(cache, name, "bin/python"))
/** Options of a test that needs Pythons of `.cache`: it says so where they are not there. */
export const needs = (...found: string[]) => {
  const missing = found.filter(name => !present(name))
  return missing.length === 0 ? {} : { skip: `.cache/${missing.join(", .cache/")} is not there` }
}

/** Runs a notebook whose Python kernels are those of `.cache`; the packages of ipykernel serve where an environment has none. */
export async function ran(path: string) {
  const kernels = join(path, "..", "jupyter", "kernels")
  for (const name of ["python", "torch", "keras"]) {
    await mkdir(join(kernels, name), { recursive: true })
    const spec = {
      argv: [join(cache, name, "bin/python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
      display_name: name,
      language: "python",
      env:
        name === "python"
          ? {}
          : {
              PYTHONPATH: packagesOf(),
              CUDA_VISIBLE_DEVICES: "-1",
              KERAS_BACKEND: "tensorflow",
              TF_CPP_MIN_LOG_LEVEL: "3",
            },
    }
    await writeFile(join(kernels, name, "kernel.json"), JSON.stringify(spec))
  }
  const { status, out, err } = await start(process.execPath, [main, "run", path, "--json"], {
    env: { JUPYTER_PATH: join(kernels, "..") },
  }).ended
  const events = out
    .trimEnd()
    .split("\n")
    .map(line => runEventSchema.parse(JSON.parse(line)))
  return {
    status,
    err,
    printed: events.flatMap(event => (event.event === "step-output" ? [JSON.stringify(event.output)] : [])).join("\n"),
    cached: events.flatMap(event => (event.event === "step-ended" && event.cached ? [event.cell] : [])),
    why: events
      .flatMap(event =>
        event.event === "step-started" && event.why !== undefined ? [`${event.cell}: ${event.why}`] : [],
      )
      .join("\n"),
  }
}

function packagesOf(): string {
  return globSync("lib/python3*/site-packages", { cwd: python }).map(path => join(python, path))[0] ?? ""
}

/** The body of a cell as a percent script has it. */
export const commented = (text: string) =>
  text
    .split("\n")
    .map(line => `// ${line}`.trimEnd())
    .join("\n")
