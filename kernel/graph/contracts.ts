import type { CellFacts, Diagnostic } from "../contracts/cell.ts"
import { type Stage, type StageContract, stageContracts } from "../contracts/stages.ts"

const kindWords: Record<NonNullable<StageContract["kind"]>, string> = {
  dataset: "a dataset",
  model: "an untrained model",
  trained: "a trained model",
  report: "a report",
  service: "a service",
}

/** A definition that would do, for each stage that must define something. */
const examples: Partial<Record<Stage, (name: string) => string>> = {
  train: name => `const trained = await fit(${name}, …)`,
  eval: () => "const report = await evaluate(…)",
  deploy: () => "const service = serve(…)",
}

interface Complaint {
  message: string
  fix: string
}

type Check = (
  cell: CellFacts,
  contract: StageContract,
  stage: Stage,
  name: string,
  earlier: Earlier,
) => Complaint | undefined

interface Earlier {
  /** Names that cells above define, and those that any cell defines, with the cell's number. */
  defined: ReadonlySet<string>
  anywhere: ReadonlyMap<string, number>
}

const checks: Check[] = [
  (cell, { definesName, kind }, stage, name) =>
    definesName && cell.header?.name !== undefined && !cell.defines.some(define => define.name === name)
      ? {
          message: `%%${stage} ${name} promises ${kind ? kindWords[kind] : "a value"} named "${name}", but the cell does not define it.`,
          fix: `Add \`const ${name} = …\` to the cell, or name what it defines in the header.`,
        }
      : undefined,
  (cell, { usesName }, stage, name) =>
    usesName && !cell.uses.some(use => use.name === name)
      ? {
          message: `%%${stage} ${name} says that the cell works on "${name}", but the cell does not use it.`,
          fix: `Use \`${name}\` in the cell, or name what it uses in the header.`,
        }
      : undefined,
  (cell, { usesName }, stage, name, { defined, anywhere }) => {
    if (!usesName || defined.has(name) || !cell.uses.some(use => use.name === name)) return undefined
    const later = anywhere.get(name)
    return {
      message: `%%${stage} ${name} needs "${name}", but no cell above it defines it.`,
      fix:
        later === undefined
          ? `Add a cell \`%%model ${name}\` above it.`
          : `Move cell ${later} above cell ${cell.number}.`,
    }
  },
  (cell, { definesName, kind }, stage, name) =>
    kind !== undefined && !definesName && cell.defines.length === 0
      ? {
          message: `%%${stage} must define ${kindWords[kind]}, but the cell defines nothing.`,
          fix: `Keep its result: \`${examples[stage]?.(name) ?? "const result = …"}\`.`,
        }
      : undefined,
]

/** The part of the stages' contracts that holds or breaks before anything runs, in notebook order. */
export function checkContracts(cells: readonly CellFacts[]): Diagnostic[] {
  const anywhere = new Map(cells.flatMap(({ defines, number }) => defines.map(({ name }) => [name, number])))
  const defined = new Set<string>()
  return cells.flatMap(cell => {
    const { header, headerLine } = cell
    const found = header
      ? checks.flatMap(
          check =>
            check(cell, stageContracts[header.stage], header.stage, header.name ?? "…", { defined, anywhere }) ?? [],
        )
      : []
    for (const { name } of cell.defines) defined.add(name)
    return found.map(complaint => ({
      code: "CONTRACT_NOT_MET" as const,
      severity: "error" as const,
      ...complaint,
      cellId: cell.id,
      cell: cell.number,
      line: headerLine ?? 1,
      column: 1,
    }))
  })
}
