import type { RunEvent } from "../../contracts/run.ts"
import { cut, LiveRegion, styled, type Terminal } from "../terminal.ts"
import { linesOf, newStep, type StepView, withEvent } from "./reader.ts"
import { duration } from "./summary.ts"

type StepEvent = Extract<RunEvent, { event: "step-started" | "step-ended" }>

interface Running {
  cellId: string
  title: string
  view: StepView
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
const frameTime = 80
/** Milliseconds between two progress lines where lines cannot be redrawn. */
const quiet = 5000
/** Characters of a line of output that are shown where the terminal does not cut. */
const widest = 400

const marks = { done: ["green", "✓"], failed: ["red", "✗"], interrupted: ["yellow", "◼"] } as const

const titleOf = ({ cell, stage, name }: Pick<StepEvent, "cell" | "stage" | "name">): string =>
  stage === undefined ? `cell ${cell}` : name === undefined ? stage : `${stage} ${name}`

/** Shows a run's events as one line a step: redrawn while it runs on a terminal, plain lines that are only ever added elsewhere. */
export function stepLines(terminal: Terminal) {
  const region = new LiveRegion(terminal)
  let timer: NodeJS.Timeout | undefined
  let width = 0
  let frame = 0
  /** A step that has to run again for another one runs within it: the last is drawn. */
  const all: Running[] = []
  let lastLine = 0

  const draw = () => {
    const running = all.at(-1)
    if (running === undefined) return
    const { title, view } = running
    const sign = styled(terminal, "cyan", frames[frame++ % frames.length]!)
    const time = styled(terminal, "dim", duration((Date.now() - view.started) / 1000).padStart(7))
    region.draw([`${sign} ${title.padEnd(width)} ${time}   ${bar(view)}${view.detail}`, ...below(view, 5)])
  }
  const below = (view: StepView, most?: number): string[] => {
    const { lines, more } = linesOf(view, most)
    const rest = more > 0 ? [`  ${styled(terminal, "dim", `… ${more} more ${more === 1 ? "line" : "lines"}`)}`] : []
    return [...lines.map(line => `    ${cut(line, widest)}`), ...rest]
  }
  const progress = (view: StepView, title: string, at: number) => {
    if (terminal.live || view.detail === "" || at - lastLine < quiet) return
    lastLine = at
    terminal.write(`  ${title}: ${view.detail}\n`)
  }
  const end = (event: Extract<RunEvent, { event: "step-ended" }>, view: StepView) => {
    const [colour, mark] = marks[event.outcome]
    const took = event.cached ? "cached" : duration(event.seconds)
    const time = styled(terminal, "dim", took.padStart(7))
    const line = `${styled(terminal, colour, mark)} ${titleOf(event).padEnd(width)} ${time}   ${view.summary ?? ""}`
    region.settle([line.trimEnd(), ...below(view)].map(text => `${text}\n`).join(""))
  }

  return (event: RunEvent): void => {
    if (event.event === "run-started") {
      width = Math.max(0, ...event.steps.map(step => titleOf(step).length))
    } else if (event.event === "step-started") {
      all.push({ cellId: event.cellId, title: titleOf(event), view: newStep(event.at) })
      lastLine = event.at
      if (terminal.live) timer ??= setInterval(draw, frameTime)
    } else if (event.event === "run-ended") clearInterval(timer)
    else {
      const at = all.findLastIndex(({ cellId }) => cellId === event.cellId)
      const running = all[at]
      if (running === undefined) return
      if (event.event === "step-ended") {
        all.splice(at, 1)
        if (all.length === 0) {
          clearInterval(timer)
          timer = undefined
        }
        end(event, running.view)
      } else if (event.event === "step-retried") {
        region.settle(`${styled(terminal, "yellow", "↻")} ${running.title.padEnd(width)} ${retried(event)}\n`)
        running.view = newStep(event.at)
      } else {
        running.view = withEvent(running.view, event)
        progress(running.view, running.title, event.at)
      }
    }
  }
}

const retried = ({ error, attempt, left, wait }: Extract<RunEvent, { event: "step-retried" }>): string =>
  `attempt ${attempt} failed: ${error.message.split("\n")[0]} Again in ${duration(wait)} (${left + 1} left)`

const cells = 16

function bar({ fraction }: StepView): string {
  if (fraction === null) return ""
  const full = Math.round(fraction * cells)
  return `${"━".repeat(full)}${"╌".repeat(cells - full)} ${Math.round(fraction * 100)}%  `
}
