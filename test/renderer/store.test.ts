import assert from "node:assert/strict"
import { test } from "node:test"
import { atPause } from "../../electron/renderer/state/pause.ts"
import { createStore } from "../../electron/renderer/state/store.ts"

/** A store that counts, with the pauses of who types in the test's hand. */
function counting() {
  const pauses: (() => void)[] = []
  const effects: number[] = []
  const heard: number[] = []
  const store = createStore<number, number, number>(
    0,
    (state, by) => ({ state: state + by, effects: [by] }),
    effect => void effects.push(effect),
    then => void pauses.push(then),
  )
  store.subscribe(() => void heard.push(store.get()))
  const pause = () => {
    for (const then of pauses.splice(0)) then()
  }
  return { store, effects, heard, pause }
}

test("what is typed is in the state at once, and is told once at a pause", () => {
  const { store, effects, heard, pause } = counting()
  store.quietly(1)
  store.quietly(2)
  assert.deepEqual([store.get(), effects, heard], [3, [1, 2], []])
  pause()
  assert.deepEqual(heard, [3])
  pause()
  assert.deepEqual(heard, [3])
})

test("whatever else changes tells what was typed before it, and then the pause tells nothing again", () => {
  const { store, heard, pause } = counting()
  store.quietly(1)
  store.dispatch(10)
  assert.deepEqual(heard, [11])
  pause()
  assert.deepEqual(heard, [11])
  store.quietly(0)
  pause()
  assert.deepEqual(heard, [11])
})

test("a pause is one of 200 ms, or comes after 600 ms of typing on", t => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] })
  const later = atPause()
  const told: number[] = []
  for (let key = 0; key < 12; key++) {
    later(() => told.push(key))
    t.mock.timers.tick(60)
  }
  assert.deepEqual(told, [9])
  t.mock.timers.tick(200)
  assert.deepEqual(told, [9, 11])
  t.mock.timers.tick(1000)
  assert.deepEqual(told, [9, 11])
})
