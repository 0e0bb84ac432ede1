import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { z } from "zod"
import type { Case } from "./fixtures.ts"

const bin = process.platform === "win32" ? "Scripts/python.exe" : "bin/python"
export const python = path.resolve(import.meta.dirname, "../../.cache/keras", bin)

/** Why tests that ask Keras, TensorFlow and ONNX Runtime in Python are skipped; false where they can be asked. */
export const skip: string | false = missing()

function missing(): string | false {
  const names = ["keras", "tensorflow", "onnx", "onnxruntime", "safetensors"]
  const why = `${names.join(", ")} for Python are not here: node test/setup.mjs says why`
  if (!existsSync(python)) return why
  const asked = `import importlib.util as u; assert all(u.find_spec(n) for n in ${JSON.stringify(names)})`
  try {
    execFileSync(python, ["-c", asked], { stdio: "ignore" })
    return false
  } catch {
    return why
  }
}

export interface Question extends Pick<Case, "xs" | "shape" | "dtype"> {
  kind: "keras" | "saved-model" | "onnx" | "safetensors"
  path: string
}

const answerSchema = z.array(
  z.union([z.object({ error: z.string() }), z.object({ outputs: z.array(z.number()), ys: z.array(z.number()) })]),
)

/** What Python's own readers predict with files written here. */
export function ask(questions: readonly Question[]): z.infer<typeof answerSchema> {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-oracle-"))
  try {
    const [cases, answers] = [path.join(folder, "cases.json"), path.join(folder, "answers.json")]
    writeFileSync(cases, JSON.stringify(questions))
    execFileSync(python, [path.join(import.meta.dirname, "oracle.py"), cases, answers], {
      stdio: ["ignore", "ignore", "ignore"],
      timeout: 200_000,
    })
    return answerSchema.parse(JSON.parse(readFileSync(answers, "utf8")))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
