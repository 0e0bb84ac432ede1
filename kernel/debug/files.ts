import { readFileSync } from "node:fs"

/** The text of a file of the user's, or undefined. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}
