/**
 * A handwritten zero, 8 × 8 pixels of 0–16: the first example of the test set of "Optical Recognition of Handwritten
 * Digits" (Alpaydin and Kaynak 1998, UCI).
 */
const zero = [
  [0, 0, 5, 13, 9, 1, 0, 0],
  [0, 0, 13, 15, 10, 15, 5, 0],
  [0, 3, 15, 2, 0, 11, 8, 0],
  [0, 4, 12, 0, 0, 8, 8, 0],
  [0, 5, 8, 0, 0, 9, 8, 0],
  [0, 4, 11, 0, 1, 12, 7, 0],
  [0, 2, 14, 5, 10, 12, 0, 0],
  [0, 0, 6, 13, 10, 0, 0, 0],
]

/** A command to paste that has the digits service classify one digit. */
export const curlFor = (address: string): string =>
  `curl -s ${address}/predict -H 'content-type: application/json' -d '{"inputs":[[${zero.flat().join(",")}]]}'`
