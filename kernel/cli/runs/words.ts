import type { RunState, StepState } from "../../contracts/runs/record.ts"
import { styled, type Terminal } from "../terminal.ts"

const looks = {
  done: ["green", "✓"],
  running: ["cyan", "●"],
  waiting: ["dim", "○"],
  failed: ["red", "✗"],
  gate: ["red", "✗"],
  interrupted: ["yellow", "◼"],
  killed: ["yellow", "◼"],
} as const satisfies Record<RunState | StepState, readonly [Parameters<typeof styled>[1], string]>

const said: Partial<Record<RunState, string>> = { gate: "gate not met" }

/** A state with its mark. */
export const stateText = (terminal: Terminal, state: RunState | StepState): string => {
  const [colour, mark] = looks[state]
  return `${styled(terminal, colour, mark)} ${said[state as RunState] ?? state}`
}

export const figureText = (value: number | null): string =>
  value === null ? "–" : Number(value.toPrecision(4)).toString()

export const paramText = (value: unknown): string => JSON.stringify(value) ?? "–"

/** A time as people here read it. */
export const timeText = (at: number): string => {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, "0")
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}
