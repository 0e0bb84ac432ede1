import { eachTap, type Window } from "./geometry.ts"

/**
 * Gradient of max pooling by its images: each output's gradient goes to the largest value of its window, the first one
 * where several are equal.
 */
export function maxPoolGradient(window: Window, images: Float32Array, gradient: Float32Array): Float32Array {
  const channels = window.inChannels
  const best = new Float32Array(gradient.length).fill(Number.NEGATIVE_INFINITY)
  const place = new Int32Array(gradient.length).fill(-1)
  eachTap(window, (input, output) => {
    for (let channel = 0; channel < channels; channel++) {
      const value = images[input + channel]!
      if (value > best[output + channel]!) {
        best[output + channel] = value
        place[output + channel] = input + channel
      }
    }
  })
  const result = new Float32Array(images.length)
  for (let output = 0; output < gradient.length; output++) {
    if (place[output]! >= 0) result[place[output]!]! += gradient[output]!
  }
  return result
}

/** Max pooling of NHWC images; where a window lies outside the image altogether the result is −Infinity. */
export function maxPool(window: Window, images: Float32Array): Float32Array {
  const channels = window.inChannels
  const size = window.batchSize * window.outHeight * window.outWidth * channels
  const result = new Float32Array(size).fill(Number.NEGATIVE_INFINITY)
  eachTap(window, (input, output) => {
    for (let channel = 0; channel < channels; channel++) {
      const value = images[input + channel]!
      if (!(value <= result[output + channel]!)) result[output + channel] = value
    }
  })
  return result
}
