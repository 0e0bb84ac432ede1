import type { Output } from "../../native/index.ts"
import type { Emit, Settings, Traced } from "./emit.ts"

/** One operation of a trace, as its slope needs it. */
export interface Recorded {
  /** The name of the kernel of TensorFlow.js, or of what stands for several. */
  readonly type: string
  readonly inputs: Readonly<Record<string, Traced>>
  readonly outputs: readonly Traced[]
  readonly settings: Settings
  /** Absent: TensorFlow's C library is asked. */
  readonly slope?: Slope | undefined
}

/** An operation on the way back. */
export interface Back extends Recorded {
  readonly emit: Emit
  /** How the loss changes with each output; undefined for one that it does not depend on. */
  readonly dys: readonly (Output | undefined)[]
  /** The same of the first output. */
  readonly dy: Output
  /** Is the slope of an input needed? */
  wants(input: string): boolean
  /** What an output came from. */
  maker(of: Traced): Recorded | undefined
  /** Notes that a slope is zero already wherever `of`, the outcome of a relu, is. */
  close(slope: Output): void
  closed(slope: Output): boolean
}

/** How the loss changes with the inputs that are wanted, in their shapes, by their names. */
export type Slope = (at: Back) => Readonly<Record<string, Output | undefined>>
