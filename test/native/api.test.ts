import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { test } from "node:test"
import { promisify } from "node:util"
import { Graph, NativeTensor, Session } from "../../kernel/native/index.ts"
import { library, skip } from "./library.ts"

const float = (shape: number[], values: number[]) =>
  NativeTensor.from(library!, "float32", shape, Float32Array.from(values))

/** y = Σ (x · w)², its gradient, and a step of gradient descent on w. */
function network() {
  const graph = new Graph(library!)
  const x = graph.placeholder("float32", [-1, 2])
  const shape = [2, 3]
  const handle = graph.op("VarHandleOp", [], {
    dtype: { type: "float32" },
    shape: { shape },
    shared_name: { text: "w" },
  })
  const initial = graph.constant("float32", shape, Float32Array.of(1, 2, 3, 4, 5, 6))
  const assign = graph.op("AssignVariableOp", [handle, initial], { dtype: { type: "float32" } })
  const w = graph.op("ReadVariableOp", [handle], { dtype: { type: "float32" } })
  const product = graph.op("MatMul", [x, w])
  const axes = graph.constant("int32", [2], Int32Array.of(0, 1))
  const y = graph.op("Sum", [graph.op("Square", [product]), axes])
  const [gradient] = graph.gradients([y], [w], [graph.constant("float32", [], Float32Array.of(1))])
  const rate = graph.constant("float32", [], Float32Array.of(1e-6))
  const update = graph.op("ResourceApplyGradientDescent", [handle, rate, gradient!], { T: { type: "float32" } })
  const session = new Session(graph)
  session.run([], [], [assign])
  return { graph, session, x, w, y, product, gradient: gradient!, update }
}

test("a session whose operations stay on one core computes the same, and leaves the pool of the others alone", {
  skip,
}, () => {
  const { ownThreads } = library!
  const made = ownThreads !== undefined
  assert.ok(made || process.platform !== "linux")
  if (made) assert.throws(() => ownThreads(() => assert.fail("no session")), /no session/)
  const graph = new Graph(library!)
  const x = graph.placeholder("float32", [256, 512])
  const product = graph.op("MatMul", [x, x], { transpose_b: { bool: true } })
  using values = float(
    [256, 512],
    Array.from({ length: 256 * 512 }, (_, i) => Math.sin(i)),
  )
  const [one, alone, all] = (["single", "alone", "parallel"] as const).map(running => {
    using session = new Session(graph, running)
    using result = session.run([[x, values]], [product])[0]!
    return result.read() as Float32Array
  })
  for (const other of [alone!, all!])
    for (let i = 0; i < one!.length; i++) assert.ok(Math.abs(one![i]! - other[i]!) < 1e-3)
})

test("a graph computes, differentiates and trains", { skip }, () => {
  const net = network()
  using x = float([1, 2], [1, 2])
  const [product, y, gradient] = net.session.run([[net.x, x]], [net.product, net.y, net.gradient])
  assert.deepEqual(
    [product!.shape, [...product!.read()]],
    [
      [1, 3],
      [9, 12, 15],
    ],
  )
  assert.deepEqual([...y!.read()], [450])
  assert.deepEqual([...gradient!.read()], [18, 24, 30, 36, 48, 60])
  net.session.run([[net.x, x]], [], [net.update])
  const [w] = net.session.run([], [net.w])
  assert.ok(Math.abs(Number(w!.read()[5]) - (6 - 60e-6)) < 1e-6)
})

test("errors carry TensorFlow's own words", { skip }, () => {
  using graph = new Graph(library!)
  const a = graph.placeholder("float32", [2, 3])
  assert.throws(() => graph.op("MatMul", [a, a]), {
    code: "NATIVE_FAILED",
    message: /could not add MatMul to the graph: .*Dimensions must be equal/,
  })
  assert.throws(() => graph.op("NoSuchOp", []), { message: /NoSuchOp/ })
  using session = new Session(graph)
  assert.throws(() => session.run([], [a]), { code: "NATIVE_FAILED", message: /must feed a value/ })
})

test("what is disposed of cannot be used, and disposing twice is nothing", { skip }, () => {
  const tensor = float([2], [1, 2])
  tensor[Symbol.dispose]()
  tensor[Symbol.dispose]()
  assert.throws(() => tensor.read(), { code: "NATIVE_FAILED", message: /disposed/ })
  assert.throws(() => float([3], [1, 2]), { code: "SHAPE_MISMATCH", message: /2 values.*\[3\]/ })
  const empty = float([0, 2], [])
  assert.equal(empty.read().length, 0)
})

test("values of each type go in and come out", { skip }, () => {
  const samples = {
    float32: Float32Array.of(-1.5, Number.NaN, 3e38),
    float64: Float64Array.of(1e300, -0),
    int32: Int32Array.of(-1, 2 ** 31 - 1),
    uint8: Uint8Array.of(0, 255),
    int64: BigInt64Array.of(-(2n ** 62n), 5n),
    bool: Uint8Array.of(0, 1),
  } as const
  for (const [dtype, values] of Object.entries(samples)) {
    using tensor = NativeTensor.from(library!, dtype as keyof typeof samples, [values.length], values)
    assert.deepEqual(tensor.read(), values, dtype)
  }
})

test("memory stays flat over 10,000 steps", { skip }, () => {
  const net = network()
  const step = net.session.step([net.x], [net.y], [net.update])
  const values = new Float32Array(2000).fill(1e-3)
  const run = (times: number) => {
    for (let i = 0; i < times; i++) {
      using x = NativeTensor.from(library!, "float32", [1000, 2], values)
      for (const result of step([x])) result[Symbol.dispose]()
    }
  }
  run(2000)
  const before = process.memoryUsage.rss()
  run(10_000)
  const grown = (process.memoryUsage.rss() - before) / 1e6
  assert.ok(grown < 12, `${grown.toFixed(1)} MB more after 10,000 steps; one leaked batch a step would be 80 MB`)
})

test("what nobody disposes of is given back when it is collected", { skip }, async () => {
  const script = `
    const { NativeTensor, requireLibrary } = await import(${JSON.stringify(new URL("../../kernel/native/index.ts", import.meta.url).href)})
    const library = requireLibrary(), values = new Float32Array(1e6)
    for (let i = 0; i < 400; i++) {
      NativeTensor.from(library, "float32", [1e6], values)
      if (i % 20 === 19) { gc(); await new Promise(setImmediate) }
    }
    console.log(process.memoryUsage.rss() / 1e6)`
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    "--input-type=module",
    "-e",
    script,
  ])
  assert.ok(Number(stdout) < 1000, `${stdout.trim()} MB; all of it would be 1,600`)
  assert.equal(stderr, "", "neither Node nor TensorFlow greets on the standard error")
})
