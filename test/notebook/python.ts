import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const candidates = [
  process.env.KAON_TEST_PYTHON,
  fileURLToPath(new URL("../../.cache/python/bin/python", import.meta.url)),
  "python3",
  "python",
]

/** A Python that can import these modules (KAON_TEST_PYTHON, .cache/python, then PATH), or undefined. */
export const pythonWith = (...modules: string[]): string | undefined =>
  candidates.find(
    path =>
      path !== undefined && spawnSync(path, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" }).status === 0,
  )
