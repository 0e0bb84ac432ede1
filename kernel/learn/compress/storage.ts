import type { Core } from "../tf.ts"

/** How a bundle stores weights: as they are, in half precision, or kernels in 8 bits. */
export type Storage = "float32" | "float16" | "int8"

type Spec = Core.io.WeightsManifestEntry

/** A weight in the form that it is stored in. `bytes` decode, by the spec, to `values`. */
export interface Stored {
  spec: Spec
  bytes: Uint8Array
  values: Float32Array
}

const bytesOf = (array: Uint8Array | Float32Array | Int32Array | Float16Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/**
 * 8 bits, affine: value = scale × q + min, over one tensor (the manifest of TensorFlow.js knows one scale a tensor). The
 * least step from 0 to min is whole, so that 0 stays exactly 0: pruned weights stay pruned.
 */
function in8Bits(spec: Spec, values: Float32Array): Stored {
  const low = values.reduce((a, b) => Math.min(a, b), 0)
  const high = values.reduce((a, b) => Math.max(a, b), 0)
  const scale = (high - low) / 255 || 1
  const min = Math.round(low / scale) * scale
  const bytes = Uint8Array.from(values, value => Math.min(255, Math.max(0, Math.round((value - min) / scale))))
  const kept = { ...spec, quantization: { dtype: "uint8" as const, scale, min } }
  return { spec: kept, bytes, values: Float32Array.from(bytes, q => q * scale + min) }
}

function in16Bits(spec: Spec, values: Float32Array): Stored {
  const half = Float16Array.from(values)
  const kept = { ...spec, quantization: { dtype: "float16" as const, original_dtype: "float32" as const } }
  return { spec: kept, bytes: bytesOf(half), values: Float32Array.from(half) }
}

const asItIs = (spec: Spec, values: Float32Array): Stored => ({ spec, bytes: bytesOf(values), values })

/** Whole numbers from −128 to 127, as a layer that computes in 8 bits keeps them. */
function whole(spec: Spec, values: Float32Array): Stored {
  const quantization = { dtype: "uint8" as const, scale: 1, min: -128 }
  return { spec: { ...spec, quantization }, bytes: Uint8Array.from(values, value => value + 128), values }
}

const forms = {
  float32: asItIs,
  float16: in16Bits,
  int8: (spec, values) => (spec.shape.length > 1 ? in8Bits(spec, values) : asItIs(spec, values)),
} as const satisfies Record<Storage, (spec: Spec, values: Float32Array) => Stored>

/** A weight as it is stored. What is no float32 is whole numbers of 8 bits (see dynamic-dense.ts). */
export function stored(spec: Spec, values: Float32Array, storage: Storage): Stored {
  return spec.dtype === "int32" ? whole(spec, values) : forms[storage](spec, values)
}
