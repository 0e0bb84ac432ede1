import { readFile } from "node:fs/promises"
import { KaonError } from "../../contracts/errors.ts"
import { parseIpynb } from "../../notebook/index.ts"
import { type OutputDetail, outputDetails } from "../../notebook/reading/outputs.ts"
import { formatReading } from "../../notebook/reading/reading.ts"

/** A notebook's bytes as text to be read; what is no notebook is given as it is. */
export function reading(bytes: Uint8Array, detail: OutputDetail): string | Uint8Array {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    return formatReading(parseIpynb(text, "the notebook").notebook, detail)
  } catch (cause) {
    if (cause instanceof KaonError || cause instanceof TypeError) return bytes
    throw cause
  }
}

/** `kaon git show`, git's text converter for notebooks. */
export async function showVerb(file: string, outputs: string): Promise<void> {
  process.stdout.write(reading(await readFile(file), detailOf(outputs)))
}

/** Throws USAGE for another word. */
export function detailOf(word: string): OutputDetail {
  const found = outputDetails.find(detail => detail === word)
  if (found !== undefined) return found
  throw new KaonError("USAGE", `Outputs cannot be shown as ${JSON.stringify(word)}.`, {
    fix: `Write one of ${outputDetails.join(", ")}.`,
  })
}
