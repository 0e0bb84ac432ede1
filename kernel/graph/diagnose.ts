import type { CellFacts, Diagnostic, NamePlace } from "../contracts/cell.ts"
import type { Binding } from "./bindings.ts"
import { cycles } from "./cycles.ts"
import type { Graph } from "./graph.ts"

type Related = NonNullable<Diagnostic["related"]>[number]

const placeOf = ({ id, number }: CellFacts, { line, column }: NamePlace): Related => ({
  cellId: id,
  cell: number,
  line,
  column,
})

/** All that is wrong with a notebook's names, each problem with every place it is about, in notebook order. */
export function diagnose(graph: Graph, bound: readonly Binding[], strict: boolean): Diagnostic[] {
  const severity = strict ? "error" : "warning"
  const found = [
    ...definedTwice(graph.cells, severity),
    ...usedBefore(graph.cells, bound, severity),
    ...circular(graph, bound),
  ]
  return found.toSorted((a, b) => graph.index(a.cellId) - graph.index(b.cellId))
}

function definedTwice(cells: readonly CellFacts[], severity: Diagnostic["severity"]): Diagnostic[] {
  const last = new Map<string, { cell: CellFacts; define: CellFacts["defines"][number] }>()
  const found: Diagnostic[] = []
  for (const cell of cells)
    for (const define of cell.defines) {
      const before = last.get(define.name)
      last.set(define.name, { cell, define })
      if (!before || before.cell === cell) continue
      if (define.kind === "import" && before.define.kind === "import" && sharesModule(cell, before.cell)) continue
      found.push({
        code: "NAME_DEFINED_TWICE",
        severity,
        message: `"${define.name}" is defined in cell ${cell.number}, line ${define.line}, and before that in cell ${before.cell.number}, line ${before.define.line}.`,
        fix: `Give one of them another name, or assign with ${define.name} = … to a let.`,
        ...placeOf(cell, define),
        related: [placeOf(before.cell, before.define)],
      })
    }
  return found
}

/** Importing the same name from the same module again changes nothing. */
const sharesModule = (a: CellFacts, b: CellFacts): boolean => a.imports.some(module => b.imports.includes(module))

function usedBefore(
  cells: readonly CellFacts[],
  bound: readonly Binding[],
  severity: Diagnostic["severity"],
): Diagnostic[] {
  return bound.flatMap(({ reader, definer, use }) => {
    if (definer === undefined || definer < reader || use.guarded) return []
    const cell = cells[reader]!
    const later = cells[definer]!
    const define = later.defines.find(({ name }) => name === use.name)!
    return [
      {
        code: "NAME_USED_BEFORE" as const,
        severity,
        message: `"${use.name}" is used in cell ${cell.number}, line ${use.line}, but only cell ${later.number}, line ${define.line}, defines it, further down.`,
        fix: `Move cell ${later.number} above cell ${cell.number}.`,
        ...placeOf(cell, use),
        related: [placeOf(later, define)],
      },
    ]
  })
}

function circular(graph: Graph, bound: readonly Binding[]): Diagnostic[] {
  return cycles(graph).map(ids => {
    const members = ids.map(id => graph.cells[graph.index(id)]!)
    const inside = new Set(ids)
    const uses = bound.filter(
      ({ reader, definer }) =>
        inside.has(graph.cells[reader]!.id) && definer !== undefined && inside.has(graph.cells[definer]!.id),
    )
    const places = uses.map(({ reader, use }) => placeOf(graph.cells[reader]!, use))
    const names = [...new Set(uses.map(({ use }) => `"${use.name}"`))].join(", ")
    const [first = { cellId: members[0]!.id, cell: members[0]!.number }, ...related] = places
    return {
      code: "GRAPH_CYCLE" as const,
      severity: "error" as const,
      message: `Cells ${members.map(({ number }) => number).join(", ")} need one another, through ${names}: none of them can run first.`,
      fix: "Move what they share into a cell above them.",
      ...first,
      related,
    }
  })
}
