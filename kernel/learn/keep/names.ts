import { type Layers, tf } from "../tf.ts"

type Class = { fromConfig(self: unknown, config: object): { name: string } }

/** The number at the end of a name that TensorFlow.js gave by counting, such as `dense_Dense12`; undefined of a person's own name. */
const counted = (name: string, className: string): number | undefined => {
  const found = new RegExp(`^[a-z0-9_]+_(?:${className})?(?<count>\\d+)$`).exec(name)?.groups?.count
  return found === undefined ? undefined : Number(found)
}

/**
 * Counts on as if the model had been made here: names of layers are counted in a process, and a layer that is made after a model
 * was read must not get a name that is in it.
 */
export function countOn(model: Layers.LayersModel): void {
  for (const layer of model.layers) {
    const type = layer.constructor as unknown as Class
    const { name, ...config } = layer.getConfig()
    reach(counted(String(name), layer.getClassName()), layer.getClassName(), () => type.fromConfig(type, config).name)
  }
  if (model instanceof tf.Sequential) reach(counted(model.name, ""), "", () => tf.sequential().name)
}

/** Makes one after the other until the count is there; what cannot be made needs no name. */
function reach(count: number | undefined, className: string, make: () => string): void {
  if (count === undefined) return
  try {
    while ((counted(make(), className) ?? count) < count);
  } catch {
    // A layer whose settings say less than it needs is one that nobody makes from them either.
  }
}
