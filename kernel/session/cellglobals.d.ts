/** The training loop, tensors and layers of TensorFlow.js, on the fastest backend that this machine has. */
declare const tf: typeof import("../learn/index.ts").tf
/** Trains a model on a dataset: live curves, the time left, and an interrupt keeps the best weights. */
declare const fit: typeof import("../learn/index.ts").fit
/** Measures a trained model on a split: accuracy, confusion, the worst examples. */
declare const evaluate: typeof import("../learn/index.ts").evaluate
/** A gate: `expect(report.accuracy).atLeast(0.97)`. Nothing is deployed below it. */
declare const expect: typeof import("../learn/index.ts").expect
/** Makes a service of a model: one that was trained, or one of `models.adopt` or `models.open`. */
declare const serve: typeof import("../learn/index.ts").serve
/** What one example of a service is: an image of this height and width. */
declare const image: typeof import("../learn/index.ts").image
/** Charts over plain rows. */
declare const plot: typeof import("../learn/index.ts").plot
/** Tables from files, queries and values: `await data.csv("weather.csv")`, `data.sql("SELECT … FROM 'weather.csv'")`. */
declare const data: typeof import("../learn/index.ts").data
/** What a `%%sql` cell gives. */
declare type __KaonTable = import("../learn/index.ts").Table
/** A client for a model server. */
declare const connect: typeof import("../serving/index.ts").connect

/** Shows a value under the cell, richly where it can; with `displayId`, a later `update` replaces it wherever it is shown. */
declare const display: import("../runtime/display.ts").Display
/** Comms to the front end, and the symbol of a value's own display. */
declare const Jupyter: import("../runtime/jupyter.ts").Jupyter
/** Asks the reader for a line of text, and waits for it. */
declare function prompt(question?: string, options?: { password?: boolean }): string
/** The last result. */
// biome-ignore lint/suspicious/noExplicitAny: it is whatever the last cell gave
declare var _: any

declare module "kaon:datasets/*" {
  type Source = { id: string }
  const source: Source & { load(): import("../learn/index.ts").DatasetBuilder }
  export default source
}

/** Figures of predictions that were made anywhere, from plain arrays: `metrics.rocAuc(actual, scores)`. */
declare module "kaon:metrics" {
  const metrics: typeof import("../learn/index.ts").metrics
  export default metrics
}

/** How good a kind of model is on data that it has not seen: trained and measured on each fold in turn. */
declare module "kaon:validate" {
  export const crossValidate: typeof import("../learn/index.ts").crossValidate
  /** What a guess that learnt nothing would reach: the most frequent class, the mean, the season before. */
  export const baseline: typeof import("../learn/index.ts").baseline
}

/** Where else a training is recorded: `fit(model, data, { observers: [tensorboard(), mlflow(url)] })`. */
declare module "kaon:track" {
  export const tensorboard: typeof import("../learn/index.ts").tensorboard
  export const metricStream: typeof import("../learn/index.ts").metricStream
  export const mlflow: typeof import("../learn/index.ts").mlflow
}

/** Why a model says what it says: `explain.shap(trained, example, data.train)`. */
declare module "kaon:explain" {
  const explain: typeof import("../learn/index.ts").explain
  export const { saliency, integratedGradients, occlusion, shap, permutation }: typeof explain
  export default explain
}

/** Charts over plain rows, by name: `import { line } from "kaon:plot"`. */
declare module "kaon:plot" {
  const plot: typeof import("../learn/index.ts").plot
  export const { line, bar, scatter, histogram, vega }: typeof plot
  export default plot
}

/** Services of trained models. */
declare module "kaon:serve" {
  export const serve: typeof import("../learn/index.ts").serve
  export const image: typeof import("../learn/index.ts").image
  export default serve
}

/** Smaller models, with what they gained and lost: `compress.quantise(trained, { to: "int8", on: data.test })`. */
declare module "kaon:compress" {
  const compress: typeof import("../learn/index.ts").compress
  export default compress
}

/** Models from elsewhere, in and out: `await models.load("model.keras")`, `await models.save(trained, "model.onnx")`. */
declare module "kaon:models" {
  const models: typeof import("../learn/index.ts").models
  export default models
}

/** Secrets by their names, as `kaon secrets set` and the app's settings keep them: `await secrets.get("HF_TOKEN")`. Outputs show their names instead. */
declare module "kaon:secrets" {
  const secrets: import("../secrets/index.ts").Secrets
  export default secrets
}
