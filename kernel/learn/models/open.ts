import { KaonError } from "../../contracts/errors.ts"
import type { GraphModel } from "./graph/model.ts"
import { find } from "./load.ts"
import type { SavedModelOptions } from "./saved-model/read.ts"
import { isUrl } from "./source.ts"

/**
 * Opens a model that is run as it is: an ONNX model (with ONNX Runtime: kaon setup onnx), a folder with a SavedModel (with
 * native TensorFlow: kaon setup native), or a graph model of TensorFlow.js (a folder or an address). It predicts, and with
 * models.adopt is evaluated on a dataset; it has no layers, so it is not trained on.
 *
 * Throws FILE_NOT_FOUND, DOWNLOAD_FAILED, MODEL_INVALID with what is wrong, NATIVE_UNSUPPORTED with the command to run.
 */
export async function open(given: string, options: SavedModelOptions = {}): Promise<GraphModel> {
  const { format, source } = await find(given)
  switch (format) {
    case "onnx":
      return await (await import("./onnx/read.ts")).readOnnx(source)
    case "saved-model":
      if (!isUrl(source)) return await (await import("./saved-model/read.ts")).readSavedModel(source, options)
      throw new KaonError("MODEL_INVALID", "A SavedModel is a folder, which cannot be fetched from an address.", {
        fix: "Download it, and open the folder.",
      })
    case "tfjs": {
      const [{ readArtifacts }, { readGraphModel }] = await Promise.all([
        import("./tfjs/artifacts.ts"),
        import("./tfjs/graph.ts"),
      ])
      const artifacts = await readArtifacts(source)
      if (artifacts.format === "graph-model" || "node" in artifacts.topology)
        return await readGraphModel(given, artifacts)
      break
    }
    default:
  }
  throw new KaonError("MODEL_INVALID", `${given} is no model that is run as it is.`, {
    fix: "Models made of layers (.keras, .h5, model.json of layers) are loaded with models.load(…).",
  })
}
