/** A state that changes by operations alone. Listeners are called after each change; effects after the listeners. */
export interface Store<S, O> {
  get(): S
  dispatch(operation: O): void
  subscribe(listener: () => void): () => void
}

export function createStore<S, O, E>(
  initial: S,
  reduce: (state: S, operation: O) => { state: S; effects: readonly E[] },
  perform: (effect: E) => void,
): Store<S, O> {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    dispatch(operation) {
      const step = reduce(state, operation)
      if (step.state !== state) {
        state = step.state
        for (const listener of [...listeners]) listener()
      }
      for (const effect of step.effects) perform(effect)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
