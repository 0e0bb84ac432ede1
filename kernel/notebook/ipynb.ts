import type { z } from "zod"
import { KaonError } from "../contracts/errors.ts"
import { repairIds } from "./ids.ts"
import { formatJson, type JsonStyle, nbformatStyle, parseJson, styleOf } from "./json.ts"
import { type Cell, type Notebook, notebookSchema } from "./model.ts"
import { joinCell, splitCell } from "./multiline.ts"

/** A notebook with the spelling of the file that it was read from. */
export interface Ipynb {
  kind: "ipynb"
  notebook: Notebook
  style: JsonStyle
  /** Were there cells without an id, so that ids were made from their text? */
  idsMade: boolean
}

/**
 * Reads the text of an `.ipynb`, nbformat 4.0 to 4.5 and later minors; older minors become 4.5. Throws NOTEBOOK_INVALID
 * with the place in the text, or with the path in the structure. `name` is what messages call the file.
 */
export function parseIpynb(text: string, name: string): Ipynb {
  const found = parseJson(text, name)
  checkVersion(found, name)
  const idsMade = upgrade(found)
  const checked = notebookSchema.safeParse(found)
  if (!checked.success) throw wrongShape(checked.error.issues[0]!, name)
  // The parsed objects themselves go on, not zod's copies: how numbers and lines were spelt is remembered by object.
  return { kind: "ipynb", notebook: found as Notebook, style: styleOf(text), idsMade }
}

/** The text of an `.ipynb`. A notebook that was read and not changed gives the text that was read. */
export const formatIpynb = (notebook: Notebook, style: JsonStyle = nbformatStyle): string =>
  formatJson({ ...notebook, cells: notebook.cells.map(splitCell) }, style)

interface Versioned {
  nbformat: 4
  nbformat_minor?: unknown
  metadata?: unknown
  cells?: unknown
}

function checkVersion(found: unknown, name: string): asserts found is Versioned {
  const place = { file: name }
  if (typeof found !== "object" || found === null || Array.isArray(found) || !("nbformat" in found)) {
    throw new KaonError("NOTEBOOK_INVALID", `${name} is JSON, but not a notebook: it has no "nbformat" field.`, {
      fix: "Give the path of an .ipynb notebook.",
      place,
    })
  }
  if (found.nbformat === 4) return
  const version = JSON.stringify(found.nbformat)
  const older = typeof found.nbformat === "number" && found.nbformat < 4
  throw new KaonError("NOTEBOOK_INVALID", `${name} is in nbformat ${version}; Kaon reads nbformat 4.`, {
    fix: older
      ? "Convert it first: jupyter nbconvert --to notebook --nbformat 4 --inplace FILE."
      : "Save it as nbformat 4, or use a newer Kaon.",
    place,
  })
}

/** Brings 4.0–4.4 to 4.5 in place: cell ids, and the fields that early writers left out. Were there cells without an id? */
function upgrade(found: Versioned): boolean {
  const minor = found.nbformat_minor
  if (minor === undefined || (typeof minor === "number" && minor < 5)) found.nbformat_minor = 5
  found.metadata ??= {}
  if (!Array.isArray(found.cells)) return false
  const cells = found.cells.filter((cell): cell is Partial<Cell> => typeof cell === "object" && cell !== null)
  for (const cell of cells) {
    joinCell(cell)
    cell.metadata ??= {}
  }
  const idsMade = cells.some(({ id }) => id === undefined)
  repairIds(cells)
  return idsMade
}

const pathOf = (path: PropertyKey[]): string =>
  path
    .map(key =>
      typeof key === "number"
        ? `[${key}]`
        : /^[A-Za-z_]\w*$/.test(String(key))
          ? `.${String(key)}`
          : `[${JSON.stringify(String(key))}]`,
    )
    .join("")
    .replace(/^\./, "")

function wrongShape(issue: z.core.$ZodIssue, name: string): KaonError {
  const path = pathOf(issue.path)
  const at = path === "" ? "at the top" : `at ${path}`
  return new KaonError("NOTEBOOK_INVALID", `${name} is not a valid notebook ${at}: ${wordsOf(issue)}.`, {
    fix: "Correct that field, or restore the file from a checkpoint or version control.",
    place: { file: name },
  })
}

const wordsOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_type"
    ? `${issue.expected} expected`
    : issue.code === "invalid_union"
      ? "the type is missing or unknown"
      : issue.message.replace(/^Invalid input: /, "").replace(/\.$/, "")
