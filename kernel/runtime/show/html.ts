const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Text that stands for itself in HTML, in attributes too. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, mark => escapes[mark]!)

/** A table in HTML, every text escaped; numbers stand to the right. */
export function htmlTable(
  header: readonly string[],
  rows: readonly (readonly unknown[])[],
  note: string | undefined,
): string {
  const head = header.map(name => `<th>${escapeHtml(name)}</th>`).join("")
  const body = rows.map(row => `<tr>${row.map(cell).join("")}</tr>`).join("\n")
  const foot = note === undefined ? "" : `<p>${escapeHtml(note)}</p>`
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>${foot}`
}

const cell = (value: unknown): string =>
  typeof value === "number"
    ? `<td style="text-align: right">${value}</td>`
    : `<td>${value === null || value === undefined ? "" : escapeHtml(String(value))}</td>`
