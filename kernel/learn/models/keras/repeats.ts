import type { TensorReference } from "./schema.ts"
import type { Called } from "./topology.ts"

const isSame = (a: TensorReference | undefined, b: TensorReference): boolean => String(a) === String(b)

/** Self-attention needs its input once; keys that are the values need not be said. */
function attended([query, value, key]: readonly TensorReference[]): TensorReference[] {
  const keyed = key === undefined || isSame(value, key) ? [] : [key]
  return keyed.length === 0 && value !== undefined && isSame(query, value) ? [query!] : [query!, value!, ...keyed]
}

/**
 * TensorFlow.js frees a tensor too early that a layer is called with twice. Such a call gets the tensor a second time
 * through a layer that passes it on.
 */
export function withoutRepeats(layers: readonly Called[]): Called[] {
  return layers.flatMap(layer => {
    const before: Called[] = []
    const inboundNodes = layer.inboundNodes.map((call, i) => {
      const references = /Attention$/.test(layer.className) ? attended(call) : call
      return references.map((reference, at): TensorReference => {
        if (references.findIndex(other => isSame(other, reference)) === at) return reference
        const name = `${layer.name}_again_${i}_${at}`
        const config = { name, activation: "linear" }
        before.push({ className: "Activation", config, name, inboundNodes: [[reference]] })
        return [name, 0, 0]
      })
    })
    return [...before, { ...layer, inboundNodes }]
  })
}
