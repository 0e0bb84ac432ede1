import type { RunState, StepState } from "../../../kernel/contracts/runs/record.ts"

const lamps = {
  waiting: "none",
  running: "busy",
  done: "idle",
  failed: "dead",
  gate: "dead",
  interrupted: "none",
  killed: "none",
} as const satisfies Record<RunState | StepState, string>

/** How a run or a step stands, as a coloured point beside the word. */
export const Lamp = ({ state }: { state: RunState | StepState }) => <i className="lamp" data-status={lamps[state]} />
