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
  data.setData("text/plain", cells.map(cell => cell.source).join("\n\n"))
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

/** Puts cells on the system's clipboard where the browser lets a key press do so; what is copied within the window does not need it. */
export function writeSystemClipboard(cells: readonly Cell[]): void {
  const give = (event: ClipboardEvent) => {
    if (event.clipboardData === null) return
    toClipboard(event.clipboardData, cells)
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  // The asynchronous clipboard takes no kind of our own; a copy event does, and the browser asks nobody for it.
  const enable = (event: Event) => event.preventDefault()
  document.addEventListener("beforecopy", enable, { capture: true, once: true })
  document.addEventListener("copy", give, { capture: true, once: true })
  document.execCommand("copy")
  document.removeEventListener("beforecopy", enable, { capture: true })
  document.removeEventListener("copy", give, { capture: true })
}

export function paste(session: NotebookSession, where: "above" | "below"): void {
  const ids = session.store.get().clipboard.map(() => newId())
  session.dispatch({ op: "paste", where, ids })
}
