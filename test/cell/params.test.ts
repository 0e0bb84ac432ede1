import assert from "node:assert/strict"
import { test } from "node:test"
import { compileCell, paramsOf } from "../../kernel/cell/index.ts"
import { KaonError } from "../../kernel/contracts/errors.ts"
import { run, value } from "./harness.ts"

const source = `%%params
const epochs = 20
const rate: number = 3e-3
let names = ["a",
  "b"]
export const label = "x" as string, on = true
const shape = { a: 1 }
const free = null
const made: number = Number("4")`

const failure = (params: Record<string, unknown>): KaonError => {
  try {
    compileCell(source, { id: "a", number: 3, url: "a.ts", params })
  } catch (error) {
    if (error instanceof KaonError) return error
  }
  return assert.fail("accepted")
}

test("given values take the place of the defaults, the others stay", async () => {
  const params = {
    epochs: 3,
    names: ["c"],
    label: 'q"\n',
    on: false,
    shape: { __proto__: null, b: 2 },
    free: 7,
    made: -1,
  }
  const { program } = await run(source, { params })
  assert.deepEqual(await value("[epochs, rate, names, label, on, shape, free, made]"), [
    3,
    3e-3,
    ["c"],
    'q"\n',
    false,
    { b: 2 },
    7,
    -1,
  ])
  assert.equal(program.code.split("\n").length, source.split("\n").length + 1)
})

test("a declaration without a default takes the value", async () => {
  await run("%%params\nlet given: number\nlet another: string", { params: { given: 5 } })
  assert.equal(await value("given"), 5)
})

test("numbers that JSON cannot write are given as they are", async () => {
  await run(source, { params: { epochs: Number.POSITIVE_INFINITY, rate: -0 } })
  assert.equal(await value("epochs"), Number.POSITIVE_INFINITY)
  assert.equal(await value("1 / rate"), Number.NEGATIVE_INFINITY)
})

test("a value of another type is refused with both named", () => {
  const error = failure({ epochs: "many" })
  assert.equal(error.code, "PARAM_INVALID")
  assert.equal(error.message, 'The parameter "epochs" is a number, but "many" is text.')
  assert.deepEqual(error.place, { cell: 3, line: 2, column: 7 })
  assert.equal(failure({ made: "4" }).code, "PARAM_INVALID")
  assert.equal(failure({ names: {} }).code, "PARAM_INVALID")
})

test("an unknown parameter is refused with those there are", () => {
  const error = failure({ epoch: 1 })
  assert.equal(error.code, "PARAM_UNKNOWN")
  assert.match(error.fix ?? "", /Did you mean "epochs"\?.*epochs, rate, names, label, on, shape, free, made/)
})

test("values are for %%params cells alone", async () => {
  await run("const untouched = 1", { params: { untouched: 2 } })
  assert.equal(await value("untouched"), 1)
})

test("the parameters of a cell are listed with their types and literal defaults", () => {
  assert.deepEqual(paramsOf(source), [
    { name: "epochs", type: "number", default: 20 },
    { name: "rate", type: "number", default: 3e-3 },
    { name: "names", type: "array", default: ["a", "b"] },
    { name: "label", type: "string", default: "x" },
    { name: "on", type: "boolean", default: true },
    { name: "shape", type: "object", default: { a: 1 } },
    { name: "free", type: "any", default: null },
    { name: "made", type: "number" },
  ])
})
