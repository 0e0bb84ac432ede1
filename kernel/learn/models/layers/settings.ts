import { type Core, type Layers, tf } from "../../tf.ts"
import type { Config } from "./design.ts"

/** Why a layer cannot be had: what follows "because". */
export class NotMapped extends Error {
  override readonly name = "NotMapped"
}

export const number = (config: Config, name: string, without: number): number => {
  const value = config[name]
  if (value === undefined || value === null) return without
  if (typeof value === "number" && Number.isFinite(value)) return value
  throw new NotMapped(`${name} is ${JSON.stringify(value)}`)
}

/** A whole number from 1 on, also as a list of one. */
export const count = (config: Config, name: string, without?: number): number => {
  const value = [config[name]].flat()[0] ?? without
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value
  throw new NotMapped(`${name} is ${JSON.stringify(config[name])}`)
}

export const flag = (config: Config, name: string, without: boolean): boolean =>
  typeof config[name] === "boolean" ? config[name] : without

export const text = <T extends string>(config: Config, name: string, choices: readonly [T, ...T[]]): T => {
  const value = config[name] ?? choices[0]
  const found = choices.find(choice => choice === value)
  if (found !== undefined) return found
  throw new NotMapped(`${name} is ${JSON.stringify(value)}, where only ${choices.join(" and ")} can be had`)
}

/** A pair of whole numbers; one number stands for both. */
export const pair = (config: Config, name: string, without: number): [number, number] => {
  const [first = without, second = first] = [config[name] ?? without].flat(2) as number[]
  if (Number.isInteger(first) && Number.isInteger(second) && first >= 0 && second >= 0) return [first, second]
  throw new NotMapped(`${name} is ${JSON.stringify(config[name])}`)
}

/** The size of an axis that has to be known when the layer is built. */
export const known = (shape: Layers.Shape, axis: number): number => {
  const size = shape.at(axis)
  if (typeof size === "number") return size
  throw new NotMapped(`its input [${shape.map(each => each ?? "any").join(", ")}] has a size that is not known`)
}

/** An activation by its name, as TensorFlow.js applies it. */
export function activated(name: string, values: Core.Tensor): Core.Tensor {
  if (name === "linear") return values
  const [Activation] = tf.serialization.SerializationMap.getMap().classNameMap[name] ?? []
  if (Activation === undefined) throw new NotMapped(`its activation is "${name}"`)
  return (new Activation() as unknown as { apply(x: Core.Tensor): Core.Tensor }).apply(values)
}
