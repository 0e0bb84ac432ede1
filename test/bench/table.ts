import { arch, cpus, platform, totalmem } from "node:os"
import type { Row, Value } from "./rows.ts"

/** The rows as a Markdown table that is also a table in a terminal, below a line about the machine. */
export function tableOf(
  rows: readonly Row[],
  kernels: readonly { name: string; version: string }[],
  missing: Readonly<Record<string, string>>,
): string {
  const peers = Object.keys(rows[0]?.peers ?? {})
  const title = (name: string) => {
    const version = kernels.find(kernel => kernel.name === name)?.version
    return version === undefined ? name : `${name} ${version}`
  }
  const head = ["", ...["kaon", ...peers].map(title), "bar", "holds"]
  const body = rows.map(({ name, unit, value, peers: theirs, bar, holds }) => [
    unit === "" ? name : `${name} (${unit})`,
    shown(value),
    ...peers.map(peer => shown(theirs[peer] ?? null)),
    bar,
    holds ? "yes" : "NO",
  ])
  const all = [head, head.map(() => ""), ...body]
  const widths = head.map((_, i) => Math.max(...all.map(cells => cells[i]!.length), 3))
  const text = all.map((cells, row) =>
    row === 1
      ? `| ${widths.map(width => "-".repeat(width)).join(" | ")} |`
      : `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`,
  )
  const notes = Object.entries(missing).map(([name, why]) => `${name} was not measured: ${why}`)
  return [machine(), "", ...text, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n")
}

function shown(value: Value): string {
  if (value === null) return "–"
  if (typeof value === "string") return value
  return value >= 1000 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(3)
}

function machine(): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model.trim() ?? arch()}, ${Math.round(totalmem() / 1e9)} GB, ${platform()}, Node ${process.versions.node}`
}
