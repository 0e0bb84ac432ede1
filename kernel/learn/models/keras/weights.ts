import type { Layers } from "../../tf.ts"
import { setWeights } from "../assign.ts"
import { broken } from "../failure.ts"
import type { Hdf5 } from "../hdf5.ts"
import type { Values } from "../tensor.ts"
import type { KerasObject } from "./schema.ts"
import { objectSchema } from "./schema.ts"

type Layer = Layers.layers.Layer

/** Where Keras 3 keeps the weights of a layer, below the layer's own group, in the order of the layer's weights. */
export const placesOf: Readonly<Record<string, readonly string[]>> = {
  LSTM: ["cell"],
  GRU: ["cell"],
  SimpleRNN: ["cell"],
  MultiHeadAttention: ["query_dense", "key_dense", "value_dense", "output_dense"],
}

/** Names of groups: the class in snake case, with a number from the second of its kind on (Keras 3's saving). */
export function groupNames(classNames: readonly string[]): string[] {
  const used = new Map<string, number>()
  return classNames.map(className => {
    const snake = className
      .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toLowerCase()
    const count = used.get(snake) ?? 0
    used.set(snake, count + 1)
    return count === 0 ? snake : `${snake}_${count}`
  })
}

export const isLayer = ({ module }: KerasObject): boolean => module?.startsWith("keras.src.ops") !== true

export const isModel = (layer: object): layer is Layers.LayersModel => "layers" in layer

/** Layers of a config beside those of the model made of it, each with the name of its group. */
export function pairs(model: Layers.LayersModel, config: KerasObject) {
  const layers = (config.config.layers as unknown[]).map(layer => objectSchema.parse(layer)).filter(isLayer)
  const groups = groupNames(layers.map(({ class_name }) => class_name))
  return layers.flatMap((layer, i) => {
    const name = layer.name ?? String(layer.config.name)
    const made = model.layers.find(each => each.name === name)
    return made === undefined ? [] : [{ made, config: layer, group: groups[i]! }]
  })
}

/** Reads the weights of a `.keras` file into the model of its config. */
export function readWeights(model: Layers.LayersModel, config: KerasObject, file: Hdf5, source: string, at = ""): void {
  for (const { made, config: layer, group } of pairs(model, config)) {
    const path = `${at}/layers/${group}`
    if (isModel(made)) readWeights(made, layer, file, source, path)
    else if (made.weights.length > 0) setWeights(made, weightsAt(layer, file, path, made, source))
  }
}

function weightsAt(config: KerasObject, file: Hdf5, path: string, layer: Layer, source: string): Values[] {
  const inner = (name: string, at: string): Values[] =>
    weightsAt(objectSchema.parse(config.config[name]), file, at, layer, source)
  if (config.class_name === "Bidirectional")
    return ["forward_layer", "backward_layer"].flatMap(side => inner("layer", `${path}/${side}`))
  if (config.class_name === "TimeDistributed") return inner("layer", `${path}/layer`)
  const groups = (placesOf[config.class_name] ?? [""]).map(place => [path, place, "vars"].filter(Boolean).join("/"))
  const found = groups.flatMap(group => {
    const names = file.names(group).toSorted((a, b) => Number(a) - Number(b))
    return names.map(name => numbersAt(file, `${group}/${name}`, source))
  })
  if (found.length === 0) throw broken(source, `the weights of layer "${layer.name}" are not there (${groups[0]})`)
  // How many examples a Normalization has seen is of no use once it is adapted.
  return config.class_name === "Normalization" ? found.slice(0, 2) : found
}

function numbersAt(file: Hdf5, path: string, source: string): Values {
  try {
    return file.numbers(path)
  } catch (cause) {
    throw broken(source, `its weights cannot be read: ${(cause as Error).message}`, cause)
  }
}

/** Reads the weights of a legacy `.h5` file, which names them for each layer. */
export function readLegacyWeights(model: Layers.LayersModel, file: Hdf5, source: string): void {
  const root = file.has("model_weights") ? "model_weights" : ""
  for (const layer of model.layers) {
    if (layer.weights.length === 0) continue
    const group = [root, layer.name].filter(Boolean).join("/")
    const names = namesIn(file, group)
    if (names.length === 0) throw broken(source, `the weights of layer "${layer.name}" are not there (${group})`)
    const values = names.map(name => numbersAt(file, `${group}/${name}`, source))
    setWeights(layer, layer.getClassName() === "Normalization" ? values.slice(0, 2) : values)
  }
}

/** An attribute of Keras that is too long for HDF5 goes on in others, numbered. */
function namesIn(file: Hdf5, group: string): string[] {
  const whole = file.attribute(group, "weight_names")
  if (whole !== undefined) return [whole].flat()
  const names: string[] = []
  for (let i = 0; ; i++) {
    const part = file.attribute(group, `weight_names${i}`)
    if (part === undefined) return names
    names.push(...[part].flat())
  }
}

/** How many numbers the file holds for layers. */
export function numbersIn(file: Hdf5, path = "", depth = 0): number {
  if (depth > 64) return 0
  const names = file.names(path === "" ? "/" : path)
  return names.reduce(
    (sum, name) => sum + (file.size(`${path}/${name}`) ?? numbersIn(file, `${path}/${name}`, depth + 1)),
    0,
  )
}
