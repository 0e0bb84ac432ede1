import assert from "node:assert/strict"
import { test } from "node:test"
import vm from "node:vm"
import { isStill, markupOf } from "../../electron/renderer/outputs/foreign.ts"
import { measureScript } from "../../electron/renderer/outputs/framedocument.ts"

/** A frame's world, as far as the measuring script looks into it. */
function world() {
  const told: unknown[] = []
  const listeners: ((event: unknown) => void)[] = []
  const observed: (() => void)[] = []
  const parent = { postMessage: (data: unknown) => void told.push(data) }
  const root = { style: {}, getBoundingClientRect: () => ({ height: 99.5 }) }
  const body = { replaceChildren: () => {} }
  const range = { selectNode: () => {}, createContextualFragment: (markup: string) => markup }
  const context = vm.createContext({
    parent,
    innerWidth: 746,
    document: { documentElement: root, body, createRange: () => range },
    addEventListener: (_: string, listener: (event: unknown) => void) => void listeners.push(listener),
    ResizeObserver: class {
      constructor(listener: () => void) {
        observed.push(listener)
      }
      observe() {}
    },
  })
  vm.runInContext(measureScript, context)
  const send = (data: unknown) => {
    for (const listener of listeners) listener({ source: parent, data })
  }
  const resize = () => {
    for (const listener of observed) listener()
  }
  return { context, told, send, resize }
}

test("a frame says how tall it is once it holds its markup, not before, and how wide it was then", () => {
  const { told, send, resize } = world()
  resize()
  assert.deepEqual(JSON.parse(JSON.stringify(told)), [{ ready: true }])
  send({ markup: "<p>1</p>", ahead: 7 })
  resize()
  const said = { height: 100, width: 746 }
  assert.deepEqual(JSON.parse(JSON.stringify(told.slice(1))), [{ ...said, ahead: 7 }, said])
})

test("the measuring script takes no name that the markup's own scripts may want", () => {
  const { context } = world()
  vm.runInContext("const height = 1, filled = 2, tell = 3, markup = 4, range = 5", context)
})

test("what loads or runs is not measured ahead, and neither is markup that is not shown", () => {
  assert.ok(isStill("<table><tr><td>1</td></tr></table>"))
  for (const tag of ["script", "img", "iframe", "meta", "link", "object"])
    assert.ok(!isStill(`<p>1</p><${tag} src=x>`), tag)
  assert.ok(!isStill("x".repeat(300_000)))
  assert.equal(markupOf({ "text/html": "<b>1</b>", "image/png": "iVBO" }), undefined)
  assert.equal(markupOf({ "text/html": "<b>1</b>", "text/plain": "1" }), "<b>1</b>")
})
