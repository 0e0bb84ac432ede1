export type { DebugCell, Position } from "./cell.ts"
export type { DebugEvent, Response } from "./dap.ts"
export { DebugAdapter, type DebugEdges } from "./debugger.ts"
export { cellPath, cellUrl, urlOfCellPath } from "./location.ts"
