import { readFile } from "node:fs/promises"
import { linesOf } from "./positions.ts"
import { hoverSchema, locationsSchema, signatureSchema, textOf } from "./protocol.ts"
import { fileOf, type Scene, type Session, spanIn } from "./session.ts"
import type { CellDraft, Definition, Inspection, RequestOptions, Signature } from "./types.ts"

/** Imports of one cell from another are ours: readers see the name as if it were declared in place. */
const withoutAlias = (markdown: string): string =>
  markdown.replace(/^\(alias\) /gm, "").replace(/\nimport [^\n]*(?=\n```)/g, "")

const plain = (markdown: string): string => markdown.replace(/^```.*\n?/gm, "").trim()

export function inspect(
  session: Session,
  draft: CellDraft,
  offset: number,
  detail: 0 | 1,
  options: RequestOptions,
): Promise<Inspection | undefined> {
  return session.run<Inspection | undefined>(draft, undefined, options, async scene => {
    // A cursor stands after the name as often as on it, and just inside the parenthesis of a call.
    for (const place of [offset, offset - 1, offset - 2]) {
      if (place < 0) break
      const hover = withoutAlias(hoverSchema.parse(await scene.ask("textDocument/hover", scene.at(place)))).trim()
      if (hover === "") continue
      const source = detail === 1 ? await declaration(scene, place) : ""
      return { markdown: hover + source, text: plain(hover + source) }
    }
    return undefined
  })
}

const longest = 40

/** The text of the definition, to the end of its block at most. */
async function declaration(scene: Scene, offset: number): Promise<string> {
  const [first] = await locate(scene, offset)
  if (!first) return ""
  const text = first.cellId === undefined ? await contentOf(first.file ?? "") : textOfCell(scene, first)
  const lines = text.slice(text.lastIndexOf("\n", first.start - 1) + 1).split(/\r?\n/, longest)
  const indent = /^\s*/.exec(lines[0] ?? "")?.[0].length ?? 0
  const last = lines.findIndex((line, at) => at > 0 && (/^\s*/.exec(line)?.[0].length ?? 0) <= indent)
  const closes = /^\s*[)\]}]/.test(lines[last] ?? "")
  const shown = lines.slice(0, last < 0 ? longest : last + (closes ? 1 : 0))
  const where = first.file === undefined ? "" : `\n\n${first.file}`
  return `\n\n\`\`\`typescript\n${shown.join("\n")}\n\`\`\`${where}`
}

const textOfCell = (scene: Scene, { cellId }: Definition): string =>
  scene.cells().find(({ entry }) => entry.id === cellId)?.entry.cell.source ?? ""

const contentOf = (file: string): Promise<string> => readFile(file, "utf8").catch(() => "")

export const definition = (
  session: Session,
  draft: CellDraft,
  offset: number,
  options: RequestOptions,
): Promise<Definition[]> => session.run<Definition[]>(draft, [], options, scene => locate(scene, offset))

async function locate(scene: Scene, offset: number): Promise<Definition[]> {
  const found = locationsSchema.parse(await scene.ask("textDocument/definition", scene.at(offset)))
  const places = await Promise.all(
    found.map(async ({ uri, range }): Promise<Definition | undefined> => {
      const cell = scene.cellOf(uri)
      if (cell) {
        const span = spanIn(cell.module, range)
        return span && { cellId: cell.entry.id, ...span }
      }
      const file = fileOf(uri)
      if (file === undefined) return undefined
      const lines = linesOf(await contentOf(file))
      return { file, start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) }
    }),
  )
  return places.filter(place => place !== undefined)
}

export function signature(
  session: Session,
  draft: CellDraft,
  offset: number,
  options: RequestOptions,
): Promise<Signature | undefined> {
  return session.run<Signature | undefined>(draft, undefined, options, async scene => {
    const found = signatureSchema.parse(await scene.ask("textDocument/signatureHelp", scene.at(offset)))
    if (!found || found.signatures.length === 0) return undefined
    const active = found.activeSignature ?? 0
    return {
      activeSignature: active,
      activeParameter: found.signatures[active]?.activeParameter ?? found.activeParameter ?? 0,
      signatures: found.signatures.map(({ label, documentation, parameters }) => ({
        label,
        ...(documentation ? { documentation: textOf(documentation) } : {}),
        parameters: parameters.map(parameter => ({
          label: typeof parameter.label === "string" ? parameter.label : label.slice(...parameter.label),
          ...(parameter.documentation ? { documentation: textOf(parameter.documentation) } : {}),
        })),
      })),
    }
  })
}
