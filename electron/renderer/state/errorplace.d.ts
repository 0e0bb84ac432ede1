import type { Mark } from "./model.ts"
import type { Output } from "./outputs.ts"
/** Where in a cell's source an error arose, as its traceback says: the deepest frame of that cell. Undefined where it says nothing. */
export declare function errorMark(output: Output | undefined, source: string): Mark | undefined
