import { randomUUID } from "node:crypto"
import { currentCell } from "../../contracts/context.ts"
import type { Progress } from "../../contracts/mime.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import { figure } from "../show/text-table.ts"
import { curveOf } from "./curve.ts"
import { figureNames, figuresIn, type HistoryRow } from "./history.ts"
import type { Observer } from "./observer.ts"

/** Milliseconds between two updates of the progress line, and of the curve. */
const interval = 100

/** A training as it goes, under the running cell: a progress line and a learning curve. Silent outside a kernel. */
export function live(label: string, epochs: number): Observer {
  const cell = currentCell()
  if (cell === undefined) return {}
  const id = randomUUID()
  const started = performance.now()
  let [drawn, shownCurve] = [Number.NEGATIVE_INFINITY, false]
  let [shownProgress, fraction] = [false, 0]
  let last: HistoryRow | undefined
  /** The curve that is still to be shown: of epochs shorter than the interval not each is. */
  let pending: Parameters<typeof curveOf> | undefined
  let curved = Number.NEGATIVE_INFINITY

  const curve = () => {
    if (pending === undefined) return
    cell.display(curveOf(...pending), { displayId: `curve-${id}`, update: shownCurve })
    shownCurve = true
    pending = undefined
    curved = performance.now()
  }

  const progress = (state: Progress["state"], detail: string) => {
    const passed = (performance.now() - started) / 1000
    const left = fraction > 0 && state === "running" ? (passed / fraction) * (1 - fraction) : null
    const parts = [detail, ...(left === null ? [] : [`${Math.ceil(left)} s left`])]
    const view: Progress = { label, fraction: Math.min(fraction, 1), state, detail, secondsLeft: left }
    const bundle = { [mimeTypes.progress]: view, "text/plain": parts.join(" · ") }
    cell.display(bundle, { displayId: `progress-${id}`, update: shownProgress })
    shownProgress = true
    drawn = performance.now()
  }
  const detail = (epoch: number, loss: number) => {
    const others = last === undefined ? [] : figuresIn([last]).filter(key => key !== "loss")
    return [
      `epoch ${epoch} of ${epochs}`,
      `loss ${short(loss)}`,
      ...others.map(key => `${figureNames[key]} ${short(last![key]!)}`),
    ].join(" · ")
  }
  return {
    begin({ resumed }) {
      if (resumed > 0) progress("running", `goes on after epoch ${resumed} of ${epochs}`)
    },
    batch({ epoch, done, of, loss }) {
      fraction = (epoch - 1 + done / of) / epochs
      if (performance.now() - drawn >= interval) progress("running", detail(epoch, loss))
    },
    epoch({ rows, best }) {
      last = rows.at(-1)
      pending = [[...rows], best]
      if (performance.now() - curved >= interval) curve()
    },
    end(outcome) {
      curve()
      const seconds = `${short((performance.now() - started) / 1000)} s`
      if (outcome === undefined) return progress("failed", `failed after ${seconds}`)
      if (outcome.stopped !== "interrupted") fraction = 1
      const row = outcome.rows[outcome.best]
      const best =
        row === undefined
          ? []
          : [`best epoch ${row.epoch}`, ...figuresIn([row]).map(key => `${figureNames[key]} ${short(row[key]!)}`)]
      const state = outcome.stopped === "interrupted" ? "stopped" : "done"
      progress(state, [`${endings[outcome.stopped]} ${outcome.rows.length} epochs in ${seconds}`, ...best].join(" · "))
    },
  }
}

const endings = { done: "trained", early: "stopped early after", interrupted: "interrupted after" } as const

const short = (value: number): string => figure(Number(value.toPrecision(3)))
