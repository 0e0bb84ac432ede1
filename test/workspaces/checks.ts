import assert from "node:assert/strict"
import { mimeTypes } from "../../kernel/contracts/mimetypes.ts"
import type { Ran } from "./run.ts"

const vega = /vegalite/

export interface Template {
  name: string
  /** Name of the service that it deploys. */
  service: string
  /** What makes it a matter of seconds where no native TensorFlow is. */
  small: Record<string, number>
  check(ran: Ran): void
}

/** The gates are the notebooks' own (a gate that is not met ends the run); these are what else a reader is shown. */
export const templates: readonly Template[] = [
  {
    name: "templates/table",
    service: "income",
    small: {},
    check({ text, types }) {
      assert.match(text("request"), /[<>]=?50K \(\d+ %\)/)
      assert.match(text("slices"), /Female/)
      assert.ok(types("importance").some(type => vega.test(type)))
    },
  },
  {
    name: "templates/forecast",
    service: "bikes",
    small: { epochs: 12 },
    check({ text, types }) {
      assert.match(text("baseline"), /off by 47\.6 bikes an hour as a week ago, 52\.7 as a day ago/)
      assert.match(text("request"), /\+1 h: .*\+24 h: /)
      for (const id of ["chart", "steps"]) assert.ok(types(id).some(type => vega.test(type)))
    },
  },
  {
    name: "templates/text",
    service: "reviews",
    small: { epochs: 6 },
    check({ text, types }) {
      assert.match(text("request"), /positive \(\d+ %\): works great.*negative \(\d+ %\): it broke/s)
      assert.match(text("baselines"), /always the same answer: 0\.607/)
      assert.match(text("worst"), /true.*predicted.*text/s)
      assert.ok(types("words").some(type => vega.test(type)))
    },
  },
]

/** Every gate of the notebook was met, and the report says so. */
export function gatesMet({ text, types }: Ran): void {
  assert.ok(types("eval").includes(mimeTypes.report))
  assert.match(text("eval"), /✓ /)
  assert.doesNotMatch(text("eval"), /✗ /)
}
