/** A state that changes by operations alone. Listeners are called after each change; effects after the listeners. */
export interface Store<S, O> {
  get(): S
  dispatch(operation: O): void
  subscribe(listener: () => void): () => void
  /** Operations dispatched within are seen by listeners as one change. */
  together(dispatches: () => void): void
}

export function createStore<S, O, E>(
  initial: S,
  reduce: (state: S, operation: O) => { state: S; effects: readonly E[] },
  perform: (effect: E) => void,
): Store<S, O> {
  let state = initial
  const listeners = new Set<() => void>()
  let held = false
  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => state,
    dispatch(operation) {
      const step = reduce(state, operation)
      if (step.state !== state) {
        state = step.state
        if (!held) tell()
      }
      for (const effect of step.effects) perform(effect)
    },
    together(dispatches) {
      const before = state
      held = true
      try {
        dispatches()
      } finally {
        held = false
        if (state !== before) tell()
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
