type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>

/** An array with room for so many numbers: itself, or one of twice the room or more that begins with what it held. */
export function grown<Kind extends Numbers>(array: Kind, wanted: number): Kind {
  if (wanted <= array.length) return array
  return resized(array, Math.max(wanted, array.length * 2))
}

/** The same numbers in an array of another length; what was given can be used no more. */
export function resized<Kind extends Numbers>(array: Kind, length: number): Kind {
  const Made = array.constructor as new (buffer: ArrayBuffer) => Kind
  return new Made(array.buffer.transfer(length * array.BYTES_PER_ELEMENT))
}
