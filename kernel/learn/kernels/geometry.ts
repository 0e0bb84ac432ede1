/** Geometry of a two-dimensional window that slides over images of layout NHWC. */
export interface Window {
  batchSize: number
  inHeight: number
  inWidth: number
  inChannels: number
  outHeight: number
  outWidth: number
  outChannels: number
  filterHeight: number
  filterWidth: number
  strideHeight: number
  strideWidth: number
  dilationHeight: number
  dilationWidth: number
  dataFormat: "channelsFirst" | "channelsLast"
  padInfo: { top: number; left: number }
}

/**
 * Calls `visit` for every output position and every filter tap that falls inside the image, with the offsets of the first
 * channel: into the input, the output, and the filter's tap (0 … filterHeight × filterWidth − 1).
 */
export function eachTap(window: Window, visit: (input: number, output: number, tap: number) => void): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = window
  let output = 0
  for (let image = 0; image < window.batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++, output += outChannels) {
        for (let y = 0; y < window.filterHeight; y++) {
          const inRow = row * window.strideHeight - padInfo.top + y * window.dilationHeight
          if (inRow < 0 || inRow >= inHeight) continue
          const line = (image * inHeight + inRow) * inWidth
          for (let x = 0; x < window.filterWidth; x++) {
            const inColumn = column * window.strideWidth - padInfo.left + x * window.dilationWidth
            if (inColumn < 0 || inColumn >= inWidth) continue
            visit((line + inColumn) * inChannels, output, y * window.filterWidth + x)
          }
        }
      }
    }
  }
}
