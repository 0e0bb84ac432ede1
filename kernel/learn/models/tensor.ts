/** Values with their shape, row-major. */
export interface Values {
  shape: number[]
  values: Float32Array
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

export const shown = (shape: readonly (number | null)[]): string =>
  `[${shape.map(size => (size === null || size < 0 ? "any" : size)).join(", ")}]`

export const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
