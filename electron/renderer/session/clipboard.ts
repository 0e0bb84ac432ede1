import { z } from "zod"
import { cellFromFile, cellToFile, newCell } from "../state/file.ts"
import type { Cell } from "../state/model.ts"
import { type NotebookSession, newId } from "./notebook.ts"

/** Cells on the system's clipboard, as nbformat has them; their sources stand beside it as plain text. */
const kind = "application/x-kaon-cells"
const bundle = z.array(z.unknown()).max(10_000)

/** More than this is left out of the system's clipboard: outputs may be huge. */
const most = 20_000_000

export function toClipboard(data: DataTransfer, cells: readonly Cell[]): void {
  data.setData("text/plain", textOf(cells))
  const text = JSON.stringify(cells.map(cell => cellToFile(cell)))
  if (text.length <= most) data.setData(kind, text)
}

/** Cells as another notebook copied them, with their outputs; or plain text as the code of one cell. Outputs from elsewhere are not trusted. */
export function fromClipboard(data: DataTransfer): Cell[] {
  const cells = data.getData(kind)
  if (cells !== "") {
    const found = bundle.safeParse(parsed(cells)).data ?? []
    return found.flatMap(cell => cellFromFile(cell, newId()) ?? [])
  }
  const text = data.getData("text/plain").replaceAll("\r\n", "\n")
  return text.trim() === "" ? [] : [newCell(newId(), "code", text)]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text of cells for other programs, where the browser allows it; what is pasted in this window does not need it. */
export function writeSystemClipboard(cells: readonly Cell[]): void {
  void navigator.clipboard?.writeText(textOf(cells)).catch(() => {})
}

const textOf = (cells: readonly Cell[]): string => cells.map(cell => cell.source).join("\n\n")

export function paste(session: NotebookSession, where: "above" | "below"): void {
  const ids = session.store.get().clipboard.map(() => newId())
  session.dispatch({ op: "paste", where, ids })
}
