/**
 * How a value with a class of its own is taken apart for the store, and put together again in another process. `pack` gives
 * plain data, arrays of numbers, and further values that may have a codec of their own; `unpack` gets the same back.
 */
export interface ValueCodec<T extends object = object> {
  /** Written with the value: another process finds the codec by it. A changed form needs another name. */
  kind: string
  claims(value: object): value is T
  /** @throws TypeError where this value cannot be stored, saying what it is */
  pack(value: T): unknown
  /** @throws where the data are not what `pack` gave */
  unpack(data: unknown): T | Promise<T>
  /** Its content never changes once it is made: a value that was stored need not be looked at again. */
  frozen: boolean
}

const slot = Symbol.for("kaon.valueCodecs")
type Slot = { [slot]?: readonly ValueCodec[] }

/** The codecs of the libraries that are loaded: a value whose library is not loaded cannot be there. */
export const loadedCodecs = (): readonly ValueCodec[] => (globalThis as Slot)[slot] ?? []

/** Called by a library once, when it is loaded. */
export function provideCodecs(codecs: readonly ValueCodec[]): void {
  ;(globalThis as Slot)[slot] = [...loadedCodecs(), ...codecs]
}
