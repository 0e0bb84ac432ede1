/** A state that changes by operations alone. Listeners are called after each change; effects after the listeners. */
export interface Store<S, O> {
  get(): S
  dispatch(operation: O): void
  subscribe(listener: () => void): () => void
}
export declare function createStore<S, O, E>(
  initial: S,
  reduce: (
    state: S,
    operation: O,
  ) => {
    state: S
    effects: readonly E[]
  },
  perform: (effect: E) => void,
): Store<S, O>
