import { dtypes } from "../../../native/index.ts"
import { bytesIn, mapIn, numberIn, textIn } from "../../protobuf/read.ts"
import type { Port, PortType } from "../graph/port.ts"

/** A tensor of the graph that a signature names. */
export interface SignaturePort extends Port {
  /** The tensor's own name in the graph, "operation:index". */
  tensor: string
}

export interface Signature {
  name: string
  inputs: SignaturePort[]
  outputs: SignaturePort[]
}

const types = new Map<number, PortType>(
  (["float32", "float64", "int32", "uint8", "int64", "bool"] as const).map(name => [dtypes[name], name]),
)

/** TensorInfo: name 1, dtype 2, tensor_shape 3; a shape: dim 2 (size 1), unknown_rank 3. Throws for a type that is not known. */
function portOf(name: string, info: Uint8Array): SignaturePort {
  const code = numberIn(info, 2) ?? 0
  const dtype = types.get(code)
  if (dtype === undefined)
    throw new Error(`"${name}" is of a type that is not used here (${code === 7 ? "text" : code})`)
  const shape = bytesIn(info, 3).at(-1)
  const open = shape === undefined || numberIn(shape, 3) === 1
  const sizes = open ? undefined : bytesIn(shape, 2).map(dim => numberIn(dim, 1) ?? 0)
  return { name, dtype, shape: sizes, tensor: textIn(info, 1) ?? "" }
}

const portsOf = (signature: Uint8Array, field: number): SignaturePort[] =>
  [...mapIn(signature, field)].map(([name, info]) => portOf(name, info)).toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** The signatures of a MetaGraphDef by name (signature_def 5: inputs 1, outputs 2), but for the one that sets the model up. */
export function signaturesOf(metaGraph: Uint8Array): Map<string, () => Signature> {
  const found = [...mapIn(metaGraph, 5)].filter(([name]) => !name.startsWith("__saved_model_"))
  return new Map(
    found.map(([name, message]) => [name, () => ({ name, inputs: portsOf(message, 1), outputs: portsOf(message, 2) })]),
  )
}
