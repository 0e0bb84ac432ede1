import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

const root = path.resolve(import.meta.dirname, "../..")
const bin = process.platform === "win32" ? "Scripts/python.exe" : "bin/python"
const pythons = {
  sklearn: path.join(root, ".cache/python", bin),
  tracking: path.join(root, ".cache/peers/tracking", bin),
}

/** Is the package in that environment? Else the words with which tests that need it are skipped. */
export function without(environment: keyof typeof pythons, ...packages: string[]): string | false {
  const python = pythons[environment]
  const missing = `${packages.join(" and ")} for Python not here: node test/setup.mjs says why`
  if (!existsSync(python)) return missing
  try {
    execFileSync(
      python,
      ["-c", `import importlib.util as u; assert all(u.find_spec(n) for n in ${JSON.stringify(packages)})`],
      {
        stdio: "ignore",
      },
    )
    return false
  } catch {
    return missing
  }
}

export const pythonOf = (environment: keyof typeof pythons): string => pythons[environment]

/** Hands cases to a Python program of this folder and returns what it says of them; text such as "nan" becomes a number. */
export function ask(environment: keyof typeof pythons, program: string, cases: unknown): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-oracle-"))
  try {
    const [given, said] = [path.join(folder, "cases.json"), path.join(folder, "figures.json")]
    writeFileSync(given, JSON.stringify(cases))
    execFileSync(pythons[environment], [path.join(import.meta.dirname, program), given, said], {
      stdio: ["ignore", "ignore", "inherit"],
      timeout: 120_000,
    })
    return JSON.parse(readFileSync(said, "utf8"), (_, value) =>
      value === "nan" || value === "inf" ? Number(value.replace("nan", "NaN").replace("inf", "Infinity")) : value,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
