export { figuresOf, summaryOf } from "../contracts/runs/figures.ts"
export { Recorder } from "./recorder.ts"
export { Runs, type RunsEdges, runsFolder } from "./runs.ts"
