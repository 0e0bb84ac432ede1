/**
 * Is this one example of the model's input shape (without the batch), and not a list of them? One is a row by column names, a text, flat
 * numbers of one example, or arrays nested as the shape says; a last dimension of 1 may be left out. The server decides whether it fits.
 */
export function isOneExample(input: unknown, shape: number[]): boolean {
  if (typeof input === "string") return true
  if (Array.isArray(input) && typeof input[0] === "string") return false
  const size = shape.includes(-1) ? -1 : shape.reduce((product, length) => product * length, 1)
  const dimensions = dimensionsOf(input)
  const forms = [shape, shape.at(-1) === 1 ? shape.slice(0, -1) : shape, [size]]
  return dimensions === undefined || forms.some(form => fits(form, dimensions))
}

/** −1 is a length that varies; it stands for no row by names. */
const fits = (form: number[], dimensions: (number | "row")[]): boolean =>
  form.length === dimensions.length &&
  form.every((length, i) => length === dimensions[i] || (length === -1 && dimensions[i] !== "row"))

/** Lengths along the first element of each level; undefined for a row by column names; a list of rows has one dimension and a mark. */
function dimensionsOf(input: unknown): (number | "row")[] | undefined {
  if (ArrayBuffer.isView(input)) return [(input as unknown as ArrayLike<number>).length]
  if (Array.isArray(input)) return [input.length, ...(input.length === 0 ? [] : (dimensionsOf(input[0]) ?? ["row"]))]
  return typeof input === "object" && input !== null ? undefined : []
}
