import { type Core, tf } from "../tf.ts"

interface PackedTensor {
  dtype: Core.DataType
  shape: number[]
  values: Core.DataTypeMap[Core.DataType]
  /** Is it a variable? Its name is counted in a process, and not kept. */
  variable: { trainable: boolean } | undefined
}

export function packTensor(tensor: Core.Tensor): PackedTensor {
  if (tensor.isDisposed || tensor.dtype === "complex64")
    throw new TypeError(`a tensor that ${tensor.isDisposed ? "was disposed" : "holds complex numbers"}`)
  const values = tensor.dataSync().slice() as PackedTensor["values"]
  const variable = tensor instanceof tf.Variable ? { trainable: tensor.trainable } : undefined
  return { dtype: tensor.dtype, shape: [...tensor.shape], values, variable }
}

export function unpackTensor({ dtype, shape, values, variable }: PackedTensor): Core.Tensor {
  const tensor = tf.tensor(values as Core.TensorLike, shape, dtype)
  return variable === undefined ? tensor : tf.variable(tensor, variable.trainable)
}
