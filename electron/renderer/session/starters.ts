import type { Stage } from "../../../kernel/contracts/stages.ts"
import { type NotebookSession, newId } from "./notebook.ts"

/** What a new pipeline cell starts with: a header, and the shape of what belongs below it. */
const starters: Readonly<Record<Stage, string>> = {
  params: "%%params\nconst epochs = 20",
  data: '%%data digits --test 0.2 --seed 7\nimport source from "kaon:datasets/digits"\n\nconst digits = await source.load().split({ stratify: "label" })\ndigits.preview()',
  sql: "%%sql totals\nSELECT *\nFROM 'data.csv'",
  python: "%%python\nimport numpy as np\n\nsquares = np.arange(10) ** 2",
  model:
    '%%model net --seed 7\nconst net = tf.sequential({ layers: [\n  tf.layers.flatten({ inputShape: digits.shape }),\n  tf.layers.dense({ units: digits.classes.length, activation: "softmax" }),\n] })',
  train: "%%train net --batch 32 --seed 7\nconst trained = await fit(net, digits, { epochs: 20 })",
  eval: "%%eval\nconst report = await evaluate(trained, digits.test)\nexpect(report.accuracy).atLeast(0.9)",
  deploy:
    "%%deploy digits --target local\nexport const service = serve(trained, { input: image(8, 8), labels: digits.classes })",
}

/** Starts a pipeline cell in the active cell where that is empty, else in a new one below it. */
export function startStage(session: NotebookSession, stage: Stage): void {
  const { active, cells } = session.store.get()
  const cell = cells.get(active)
  const source = starters[stage]
  if (cell?.type === "code" && cell.source.trim() === "") {
    session.dispatch({ op: "edit", cell: active, source, at: Date.now() })
  } else session.dispatch({ op: "insert", where: "below", id: newId(), source })
  const now = session.store.get().active
  session.dispatch({ op: "setMode", mode: "edit", caret: { cell: now, offset: source.indexOf("\n") + 1 } })
}
