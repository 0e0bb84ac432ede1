import type { NotebookFile } from "../state/file.ts"

const kernelspec = { name: "kaon", display_name: "TypeScript (Kaon)", language: "typescript" }

type Lines = readonly [type: "markdown" | "code", source: string]

const notebook = (cells: readonly Lines[]): NotebookFile => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec, language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" } },
  cells: cells.map(([cell_type, source], index) => ({
    cell_type,
    id: `cell-${index + 1}`,
    metadata: {},
    source,
    ...(cell_type === "code" && { outputs: [], execution_count: null }),
  })),
})

/** Notebooks to start from. */
export const templates = {
  digits: () =>
    notebook([
      ["markdown", "# Handwritten digits\n\nFrom 1,797 scanned digits to a service that reads them."],
      ["code", "%%params\nconst epochs = 20\nconst learningRate = 3e-3"],
      [
        "code",
        '%%data digits --test 0.2 --seed 7\nimport digitsSource from "kaon:datasets/digits"\n\nconst digits = await digitsSource.load()\n  .dropDuplicates()\n  .scale("min-max")\n  .split({ stratify: "label" })\ndigits.preview(25)',
      ],
      [
        "code",
        '%%model cnn --seed 7\nconst cnn = tf.sequential({ layers: [\n  tf.layers.conv2d({ inputShape: digits.shape, filters: 16, kernelSize: 3, activation: "relu" }),\n  tf.layers.maxPooling2d({ poolSize: 2 }),\n  tf.layers.flatten(),\n  tf.layers.dense({ units: 64, activation: "relu" }),\n  tf.layers.dropout({ rate: 0.2 }),\n  tf.layers.dense({ units: digits.classes.length, activation: "softmax" }),\n] })',
      ],
      [
        "code",
        "%%train cnn --batch 32 --seed 7\nconst trained = await fit(cnn, digits, {\n  epochs, optimizer: tf.train.adam(learningRate),\n  earlyStopping: { patience: 5, restoreBest: true },\n})",
      ],
      [
        "code",
        "%%eval\nconst report = await evaluate(trained, digits.test)\nreport.confusion()\nexpect(report.accuracy).atLeast(0.95)",
      ],
      [
        "code",
        "%%deploy digits --target local\nexport const service = serve(trained, { input: image(8, 8), labels: digits.classes })",
      ],
    ]),
  curve: () =>
    notebook([
      ["markdown", "# Fit a curve\n\nNoisy points of a sine, and a small network that finds the line through them."],
      [
        "code",
        "const xs = tf.linspace(-3, 3, 200).reshape([200, 1])\nconst ys = xs.sin().add(tf.randomNormal([200, 1], 0, 0.1))",
      ],
      [
        "code",
        '%%model net\nconst net = tf.sequential({ layers: [\n  tf.layers.dense({ inputShape: [1], units: 32, activation: "tanh" }),\n  tf.layers.dense({ units: 1 }),\n] })',
      ],
      [
        "code",
        'net.compile({ optimizer: tf.train.adam(0.02), loss: "meanSquaredError" })\nconst history = await net.fit(xs, ys, { epochs: 60, verbose: 0 })\nhistory.history.loss.at(-1)',
      ],
    ]),
  empty: () => notebook([["code", ""]]),
} as const satisfies Record<string, () => NotebookFile>

export type TemplateId = keyof typeof templates
