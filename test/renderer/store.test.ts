import assert from "node:assert/strict"
import { test } from "node:test"
import { createStore } from "../../electron/renderer/state/store.ts"

/** A store that counts, with the paint of a page in the test's hand. */
function counting() {
  const paints: (() => void)[] = []
  const effects: number[] = []
  const heard: number[] = []
  const store = createStore<number, number, number>(
    0,
    (state, by) => ({ state: state + by, effects: [by] }),
    effect => void effects.push(effect),
    then => void paints.push(then),
  )
  store.subscribe(() => void heard.push(store.get()))
  const paint = () => {
    for (const then of paints.splice(0)) then()
  }
  return { store, effects, heard, paint }
}

test("what is typed is in the state at once, and is told once after the paint", () => {
  const { store, effects, heard, paint } = counting()
  store.quietly(1)
  store.quietly(2)
  assert.deepEqual([store.get(), effects, heard], [3, [1, 2], []])
  paint()
  assert.deepEqual(heard, [3])
  paint()
  assert.deepEqual(heard, [3])
})

test("whatever else changes tells what was typed before it, and then the paint tells nothing again", () => {
  const { store, heard, paint } = counting()
  store.quietly(1)
  store.dispatch(10)
  assert.deepEqual(heard, [11])
  paint()
  assert.deepEqual(heard, [11])
  store.quietly(0)
  paint()
  assert.deepEqual(heard, [11])
})
