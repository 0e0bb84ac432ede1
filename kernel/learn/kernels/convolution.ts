import { eachTap, type Window } from "./geometry.ts"

/** Convolution of NHWC images with a filter [height, width, in, out]; images row-major in, images row-major out. */
export function convolve(window: Window, images: Float32Array, filter: Float32Array): Float32Array {
  const { inChannels, outChannels } = window
  const result = new Float32Array(window.batchSize * window.outHeight * window.outWidth * outChannels)
  eachTap(window, (input, output, tap) => {
    let weight = tap * inChannels * outChannels
    for (let channel = 0; channel < inChannels; channel++, weight += outChannels) {
      const value = images[input + channel]!
      if (value === 0) continue
      for (let out = 0; out < outChannels; out++) result[output + out]! += value * filter[weight + out]!
    }
  })
  return result
}

/** Gradient of a convolution by its filter: [filterHeight, filterWidth, inChannels, outChannels]. */
export function filterGradient(window: Window, images: Float32Array, gradient: Float32Array): Float32Array {
  const { inChannels, outChannels } = window
  const result = new Float32Array(window.filterHeight * window.filterWidth * inChannels * outChannels)
  eachTap(window, (input, output, tap) => {
    let weight = tap * inChannels * outChannels
    for (let channel = 0; channel < inChannels; channel++, weight += outChannels) {
      const value = images[input + channel]!
      if (value === 0) continue
      for (let out = 0; out < outChannels; out++) result[weight + out]! += value * gradient[output + out]!
    }
  })
  return result
}

/** Gradient of a convolution by its images: [batch, inHeight, inWidth, inChannels]. */
export function imageGradient(window: Window, filter: Float32Array, gradient: Float32Array): Float32Array {
  const { inChannels, outChannels } = window
  const result = new Float32Array(window.batchSize * window.inHeight * window.inWidth * inChannels)
  eachTap(window, (input, output, tap) => {
    let weight = tap * inChannels * outChannels
    for (let channel = 0; channel < inChannels; channel++, weight += outChannels) {
      let sum = 0
      for (let out = 0; out < outChannels; out++) sum += filter[weight + out]! * gradient[output + out]!
      result[input + channel]! += sum
    }
  })
  return result
}
