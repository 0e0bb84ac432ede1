import { join } from "node:path"
import type { Bundle } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import { Adopted, activated } from "../models/graph/adopted.ts"
import type { GraphModel } from "../models/graph/model.ts"
import { type Fed, numbersOf } from "../models/graph/port.ts"
import { bundledName } from "../models/kept.ts"
import { predictionAt } from "../train/prediction.ts"
import { exampleShape } from "./described.ts"
import { bundleFiles, versionOf } from "./files.ts"
import { listingIn } from "./graph-files.ts"
import { datatypeOf, type Given, type LoadedBundle, namedClasses, outputSpecs } from "./loaded.ts"
import { changed, invalid } from "./read.ts"
import { feedsOf } from "./stacked.ts"

type Open = (directory: string, opened: NonNullable<Bundle["opened"]>) => Promise<GraphModel>

const openers: Readonly<Partial<Record<Bundle["platform"], Open>>> = {
  onnxruntime_onnx: async directory => {
    const { readOnnx } = await import("../models/onnx/read.ts")
    return await readOnnx(join(directory, bundleFiles.folder, bundledName.ONNX), directory)
  },
  tensorflow_savedmodel: async (directory, { signature, tags }) => {
    const { readSavedModel } = await import("../models/saved-model/read.ts")
    return await readSavedModel(join(directory, bundleFiles.folder), { signature, tags })
  },
  tensorflowjs_graph: async directory => {
    const { readArtifacts } = await import("../models/tfjs/artifacts.ts")
    const { readGraphModel } = await import("../models/tfjs/graph.ts")
    const source = join(directory, bundleFiles.folder, bundledName["TensorFlow.js graph"])
    return await readGraphModel(source, await readArtifacts(source))
  },
}

/** Loads a bundle of a model that is run as it is, after its files were found to be those that were saved. Throws as loadBundle. */
export async function loadGraph(directory: string, bundle: Bundle): Promise<LoadedBundle> {
  const open = openers[bundle.platform]
  if (open === undefined || bundle.opened === undefined)
    throw invalid(directory, "bundle.json does not say how it is opened")
  const listed = await listingIn(directory).catch(cause => {
    throw invalid(directory, `${bundleFiles.folder} cannot be read`, cause)
  })
  if (versionOf(bundle, listed, new Uint8Array()) !== bundle.version) throw changed(directory)
  const model = await open(directory, bundle.opened)
  const served = bundle.preprocessing.length > 0 ? prepared(model, bundle) : asItIs(model, bundle)
  const dispose = () => model.dispose()
  return { bundle, outputs: outputSpecs(bundle), ...served, dispose, [Symbol.dispose]: dispose }
}

type Serving = Pick<LoadedBundle, "infer" | "classify">

/** With a dataset's preparation: raw examples in, the prediction out. */
function prepared(model: GraphModel, bundle: Bundle): Serving {
  const { name, version, labels = [], preprocessing, opened } = bundle
  const fitted = { name, fingerprint: version, classes: labels, steps: preprocessing }
  const adopted = new Adopted(model, fitted, { output: opened?.output, activation: opened?.activation })
  return {
    async infer([fed]) {
      const batch = fed!.shape[0] ?? 0
      const values = await adopted.outputs(adopted.prepare.run(fed!.values as Float32Array, batch), batch)
      const output: Given = { name: "output", datatype: "FP32", shape: [batch, values.length / batch], values }
      return labels.length > 0 ? [output, namedClasses(bundle, values, batch)] : [output]
    },
    async classify(input) {
      const predictions = await adopted.predict(input as never)
      return [predictions].flat()
    },
  }
}

/** Without: the model's own inputs and outputs. */
function asItIs(model: GraphModel, bundle: Bundle): Serving {
  const { labels = [], opened = {} } = bundle
  const index = model.outputIndex(opened.output)
  const read = (fed: Fed) => activated(numbersOf(fed), fed.shape.at(-1) ?? 1, opened.activation)
  const image = bundle.input.kind === "image" ? exampleShape(bundle.input) : undefined
  return {
    async infer(feeds) {
      const outputs = await model.runFed(feeds)
      const given = outputs.map(
        ({ dtype, shape, values }, i): Given => ({
          name: model.outputs[i]!.name,
          datatype: datatypeOf[dtype],
          shape,
          values,
        }),
      )
      const chosen = outputs[index]!
      return labels.length > 0 ? [...given, namedClasses(bundle, read(chosen), chosen.shape[0] ?? 1)] : given
    },
    async classify(input) {
      const { feeds, count } = feedsOf(model.inputs, input, image)
      const [only, ...others] = feeds
      // A model of one input may take so many examples at once and no more.
      const chosen =
        others.length === 0 ? await model.predictFed(only!, opened.output) : (await model.runFed(feeds))[index]!
      const values = read(chosen)
      const width = values.length / count
      if (!Number.isInteger(width) || (chosen.shape[0] ?? 1) !== count) throw notForEach(chosen, count)
      return Array.from({ length: count }, (_, i) => predictionAt(values, i * width, width, labels))
    },
  }
}

const notForEach = ({ shape }: Fed, count: number): KaonError =>
  new KaonError(
    "SHAPE_MISMATCH",
    `The model gives [${shape.join(", ")}] for ${count} examples, not one answer for each.`,
    {
      fix: "Ask it by the Open Inference Protocol, which gives its outputs as they are.",
    },
  )
