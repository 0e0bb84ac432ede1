export { figuresOf, summaryOf } from "./record/figures.ts"
export { Recorder } from "./recorder.ts"
export { Runs, type RunsEdges, runsFolder } from "./runs.ts"
