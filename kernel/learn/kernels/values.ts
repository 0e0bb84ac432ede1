import type { DataType, KernelBackend, TensorInfo } from "@tensorflow/tfjs-core"

/** What the kernels here need of the cpu backend: its store of values, and a way to add one. */
export interface CpuBackend extends KernelBackend {
  data: { get(dataId: object): { values: Float32Array } }
  makeTensorInfo(shape: number[], dtype: DataType, values: Float32Array): TensorInfo
}

/** The values behind a tensor, row-major; the backend's own array, not a copy. */
export const valuesOf = (backend: CpuBackend, tensor: TensorInfo): Float32Array =>
  backend.data.get(tensor.dataId).values

export const isFloat = (...tensors: TensorInfo[]): boolean => tensors.every(tensor => tensor.dtype === "float32")

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dimension) => size * dimension, 1)
