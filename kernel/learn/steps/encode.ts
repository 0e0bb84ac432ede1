import type { InputColumn, State, ValueStep } from "./step.ts"

const isCategorical = (column: InputColumn) => column.kind === "class" || column.kind === "text"

/** A category becomes as many numbers as there are categories, 1 at its own place; an unknown one becomes all zeros. */
export const oneHot: ValueStep = {
  suits: isCategorical,
  fit: (_training, column) => ({ size: column.categories?.length ?? 0 }),
  prepare(state) {
    const { size } = state as State & { size: number }
    return {
      width: size,
      run(values, rows) {
        const encoded = new Float32Array(rows * size)
        for (let row = 0; row < rows; row++) {
          const index = values[row]!
          if (index >= 0 && index < size) encoded[row * size + index] = 1
        }
        return encoded
      },
    }
  },
}

/** A category becomes its index in the sorted list of categories; an unknown one becomes −1. */
export const ordinal: ValueStep = {
  suits: isCategorical,
  fit: () => ({}),
  prepare: (_state, width) => ({ width, run: values => values }),
}
