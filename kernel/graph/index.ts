export { buildGraph, type Graph, type GraphOptions } from "./graph.ts"
export { descendants, planRun, type Wanted } from "./plan.ts"
