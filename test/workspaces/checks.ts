import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { mimeTypes } from "../../kernel/contracts/mimetypes.ts"
import type { Ran } from "./run.ts"

/** Where data that are too large to ship lie beside the project. */
export const shared = fileURLToPath(new URL("../../../shared/data", import.meta.url))

const vega = /vegalite/

export interface Template {
  name: string
  /** Name of the service that it deploys. */
  service: string
  /** What makes it a matter of seconds where no native TensorFlow is. */
  small: Record<string, number>
  /** The same of native TensorFlow, where it would take minutes. */
  native?: Record<string, number>
  /** Its gates are on figures of its own, which no report lists: the run's success says that they were met. */
  ownGates?: boolean
  /** Why it cannot run here. */
  skip?: string | false
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
    name: "templates/diagnosis",
    service: "tumours",
    small: {},
    check({ text, types }) {
      assert.match(text("threshold"), /from 0\.\d+ on: \d+ missed, \d+ needless/)
      assert.match(text("folds"), /rocAuc +0\.9/)
      assert.match(text("request"), /risk [\d.]+ %: (send on|let be)/)
      assert.ok(types("importance").some(type => vega.test(type)))
    },
  },
  {
    name: "templates/regression",
    service: "diabetes",
    small: {},
    check({ text, types }) {
      assert.match(text("baselines"), /off by 66\.6 with the mean/)
      assert.match(text("request"), /\d+, in a scale from 25 to 346/)
      assert.match(text("slices"), /bmi above 30/)
      assert.ok(types("scatter").some(type => vega.test(type)))
    },
  },
  {
    name: "templates/detection",
    service: "boxes",
    small: { pictures: 120, epochs: 1, goal: 0 },
    native: { pictures: 4000 },
    check({ text, types }) {
      assert.match(text("eval"), /mAP at 0\.5: [\d.]+; at 0\.5 to 0\.95: [\d.]+; sliding mean digits: 0\.7/)
      assert.match(text("request"), /there is a \d at/)
      assert.ok(types("look").some(type => vega.test(type)))
    },
    ownGates: true,
  },
  {
    name: "templates/transfer",
    service: "transfer",
    small: { copies: 2, draws: 2 },
    native: { draws: 3 },
    check({ text }) {
      assert.match(text("scratch"), /over \d draws: 0\.\d+ with what was learnt before, 0\.\d+ from nothing/)
      assert.match(text("request"), /a [6-9], seen as [6-9]/)
    },
  },
  {
    name: "templates/anomaly",
    service: "shuttle",
    small: {},
    check({ text, types }) {
      assert.match(text("eval"), /ROC-AUC 0\.9\d+, average precision 0\.9/)
      assert.match(text("request"), /score [\d.]+: alarm, sensor\d is off most/)
      for (const id of ["chart", "sensor"]) assert.ok(types(id).some(type => vega.test(type)))
    },
    ownGates: true,
  },
  {
    name: "templates/speech",
    service: "vowels",
    small: {},
    check({ text }) {
      assert.match(text("baselines"), /always the same speaker: 0\.084, a straight line: 0\.9/)
      assert.match(text("request"), /speaker 1, heard as \d/)
    },
  },
  {
    name: "templates/recommend",
    service: "libraries",
    small: {},
    check({ text }) {
      assert.match(text("neighbours"), /among the first 10: 0\.\d+ of the most popular, 0\.\d+ by counting/)
      assert.match(text("request"), /numpy, scipy, pandas: .*matplotlib/)
    },
  },
  {
    name: "templates/maintenance",
    service: "fleet",
    small: {},
    check({ text, types }) {
      assert.match(text("costs"), /until it breaks: .*at an age of .*at a risk of /s)
      assert.match(text("eval"), /\d+ % less than the better of the two/)
      assert.match(text("request"), /risk \d+ %, (let it run|replace it)/)
      assert.ok(types("story").some(type => vega.test(type)))
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
  {
    name: "templates/mnist",
    service: "mnist",
    small: { examples: 220, batchSize: 10, epochs: 3, goal: 0.4 },
    native: { examples: 6000, batchSize: 64, epochs: 2, goal: 0.95 },
    skip: !existsSync(join(shared, "mnist")) && `the MNIST files are not in ${shared}/mnist`,
    check({ text, types }) {
      assert.match(text("request"), /a \d, seen as \d/)
      assert.ok(types("grid").includes("image/svg+xml"))
    },
  },
]

/** Every gate of the notebook was met, and the report says so. */
export function gatesMet({ text, types }: Ran, { ownGates = false }: Pick<Template, "ownGates">): void {
  assert.ok(types("eval").includes(mimeTypes.report))
  if (!ownGates) assert.match(text("eval"), /✓ /)
  assert.doesNotMatch(text("eval"), /✗ /)
}
