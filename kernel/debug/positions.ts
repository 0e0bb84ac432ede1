import { bodyOf, type DebugCell, type Position } from "./cell.ts"
import { Target } from "./target.ts"

/** A place where V8 can stop: in the cell's source, and a position in the code that runs for it from which V8 finds it. */
export interface Stop {
  source: Position
  code: Position
}

/** Makes the cell's top-level await legal outside REPL mode; on the first line, so that no line moves. */
const opening = "(async()=>{"

/**
 * Every place in a cell where V8 can stop, in the order of its source, found by compiling it without running it: so
 * breakpoints know their lines before the cell has ever run, and a cell that was lowered to other lines has its way back.
 * Empty for code that V8 refuses.
 * @param target a session with its debugger enabled
 */
export async function findStops(target: Target, cell: DebugCell): Promise<Stop[]> {
  // A session of its own: ending it releases the compiled script.
  const compiler = new Target()
  try {
    await compiler.post("Runtime.enable")
    const { scriptId } = await compiler.post("Runtime.compileScript", {
      expression: `${opening}${bodyOf(cell)}\n})`,
      sourceURL: "kaon://stops",
      persistScript: true,
    })
    if (scriptId === undefined) return []
    const { locations } = await target.post("Debugger.getPossibleBreakpoints", {
      start: { scriptId, lineNumber: 0, columnNumber: opening.length },
    })
    return sorted(
      cell,
      locations.map(({ lineNumber, columnNumber = 0 }) => ({
        line: lineNumber + 1,
        column: columnNumber + 1 - (lineNumber === 0 ? opening.length : 0),
      })),
    )
  } finally {
    compiler.close()
  }
}

function sorted(cell: DebugCell, places: Position[]): Stop[] {
  const lines = cell.source.split(/\r\n|[\n\r\u2028\u2029]/)
  const last = bodyOf(cell).split(/\r\n|[\n\r\u2028\u2029]/).length
  const stops = new Map<string, Stop>()
  let before: Position | undefined
  for (const place of places.sort((a, b) => a.line - b.line || a.column - b.column)) {
    if (place.line > last) continue
    const source = cell.map(place.line, place.column)
    // The very column may be another in REPL mode, which reads the cell's own names in another way: V8 takes the first place
    // at or after a position, so the end of the place before will do.
    const code = { line: place.line, column: before?.line === place.line ? before.column + 1 : 1 }
    // Generated code stands for the place where it was put in; the user's own at the same place comes after it.
    if (hasCode(lines[source.line - 1])) stops.set(`${source.line}:${source.column}`, { source, code })
    before = place
  }
  return [...stops.values()].sort(
    (a, b) => a.source.line - b.source.line || a.code.line - b.code.line || a.code.column - b.code.column,
  )
}

const hasCode = (line: string | undefined): boolean =>
  line !== undefined && !/^\s*(\/\/.*|\/\*.*|\*.*|%%.*)?$/.test(line)

/** The first place at or after a line; undefined behind the last. */
export const stopAt = (stops: readonly Stop[], line: number): Stop | undefined =>
  stops.find(({ source }) => source.line >= line)
