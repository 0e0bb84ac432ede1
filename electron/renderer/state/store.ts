import { atPause } from "./pause.ts"

/** A state that changes by operations alone. Listeners are called after each change; effects after the listeners. */
export interface Store<S, O> {
  get(): S
  dispatch(operation: O): void
  /** The same for what is typed, but listeners are told at a pause: the letters on the page shall not wait for them. */
  quietly(operation: O): void
  subscribe(listener: () => void): () => void
  /** Operations dispatched within are seen by listeners as one change. */
  together(dispatches: () => void): void
}

export function createStore<S, O, E>(
  initial: S,
  reduce: (state: S, operation: O) => { state: S; effects: readonly E[] },
  perform: (effect: E) => void,
  later: (then: () => void) => void = atPause(),
): Store<S, O> {
  let state = initial
  const listeners = new Set<() => void>()
  let held = false
  let owed = false
  const tell = () => {
    owed = false
    for (const listener of [...listeners]) listener()
  }
  const take = (operation: O, told: () => void) => {
    const step = reduce(state, operation)
    if (step.state !== state) {
      state = step.state
      if (!held) told()
    }
    for (const effect of step.effects) perform(effect)
  }
  const tellLater = () => {
    owed = true
    later(() => owed && tell())
  }
  return {
    get: () => state,
    dispatch: operation => take(operation, tell),
    quietly: operation => take(operation, tellLater),
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
