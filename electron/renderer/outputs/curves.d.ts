export interface Curve {
  readonly name: string
  readonly points: readonly {
    readonly x: number
    readonly y: number
  }[]
  readonly last: number
}
/** The columns of a metrics table that belong in one chart: accuracies where there are any, else losses. */
export declare function chosenColumns(columns: readonly string[]): string[]
/** Curves of a metrics table in a box of `width` × `height` pixels; y grows downwards, figures that are not finite are left out. */
export declare function curves(
  columns: readonly string[],
  rows: readonly (readonly (number | null)[])[],
  chosen: readonly string[],
  [width, height]: readonly [number, number],
): {
  curves: Curve[]
  low: number
  high: number
}
/** A figure for a reader: shares as percent, small numbers with three digits that matter. */
export declare const figure: (name: string, value: number | null | undefined) => string
/** A metric's column as a reader would call it. */
export declare const nameOf: (column: string) => string
