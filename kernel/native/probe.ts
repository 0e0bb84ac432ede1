import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { Graph } from "./api/graph.ts"
import { isLibrary, loadLibrary, type Missing } from "./api/library.ts"
import { Session } from "./api/session.ts"

const answer = z.union([
  z.object({
    version: z.string(),
    variant: z.enum(["native", "gpu"]),
    folder: z.string(),
    devices: z.array(z.string()),
  }),
  z.object({ why: z.string(), fix: z.string() }),
])

/** What the native library is, or why there is none. */
export type Probe = z.infer<typeof answer>

const here = fileURLToPath(import.meta.url)

/**
 * Loads the library in a process of its own and computes with it: a library that is made for another processor ends the
 * process that loads it. `folder` names one that is not installed yet.
 */
export function probe(folder?: string): Promise<Probe> {
  const env = { ...process.env, ...(folder !== undefined && { KAON_TENSORFLOW: folder }) }
  return new Promise(resolve => {
    execFile(process.execPath, [here], { env, timeout: 120_000 }, (error, stdout) => {
      const found = answer.safeParse(parsed(stdout))
      resolve(found.success ? found.data : crashed(error))
    })
  })
}

const crashed = (error: (Error & { signal?: string | null }) | null): Missing => ({
  why: `its library ends the process that loads it (${error?.signal ?? error?.message.split("\n")[0] ?? "without a word"})`,
  fix: "Go on without it: kaon setup native --remove. It needs a processor with AVX.",
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function look(): Probe {
  const library = loadLibrary()
  if (!isLibrary(library)) return library
  using graph = new Graph(library)
  const sum = graph.op("AddV2", [
    graph.constant("float32", [], Float32Array.of(1)),
    graph.constant("float32", [], Float32Array.of(2)),
  ])
  using session = new Session(graph)
  for (const tensor of session.run([], [sum])) tensor[Symbol.dispose]()
  const { variant, folder } = library.installed
  return { version: library.version, variant, folder, devices: session.devices() }
}

// Run as a program: says in JSON what there is.
if (process.argv[1] === here) process.stdout.write(JSON.stringify(look()))
