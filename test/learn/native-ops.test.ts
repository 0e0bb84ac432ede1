import assert from "node:assert/strict"
import { test } from "node:test"
import { GraphEmit } from "../../kernel/learn/native/graph-emit.ts"
import { kernels } from "../../kernel/learn/native/kernels/index.ts"
import { tensorOf, tracedOf, tracing } from "../../kernel/learn/native/tracing-backend.ts"
import { tf } from "../../kernel/learn/tf.ts"
import { Graph, NativeTensor, Session } from "../../kernel/native/index.ts"
import { library, skip } from "../native/library.ts"
import { aValues, bValues, ops } from "./native-ops-table.ts"

for (const [name, op] of Object.entries(ops)) {
  test(`${name}: as on the cpu backend`, { skip }, () => {
    const expected = tf.tidy(() => {
      const results = [op(tf.tensor(aValues, [3, 4]), tf.tensor(bValues, [4]))].flat()
      return results.map(result => ({ shape: result.shape, dtype: result.dtype, values: [...result.dataSync()] }))
    })
    using graph = new Graph(library!)
    using session = new Session(graph)
    const [a, b] = [graph.placeholder("float32", [3, 4]), graph.placeholder("float32", [4])]
    const found = tracing(new GraphEmit(graph, false), new Map(), () => {
      const results = [op(tensorOf(a, [3, 4], "float32"), tensorOf(b, [4], "float32"))].flat()
      return results.map(result => ({ ...tracedOf(result), tfjs: result.dtype }))
    })
    using aTensor = NativeTensor.from(library!, "float32", [3, 4], aValues)
    using bTensor = NativeTensor.from(library!, "float32", [4], bValues)
    const feeds = [
      [a, aTensor],
      [b, bTensor],
    ] as const
    const outputs = session.run(
      feeds,
      found.map(({ output }) => output),
    )
    for (const [i, { shape, dtype, values }] of expected.entries()) {
      assert.deepEqual([...outputs[i]!.shape], shape)
      assert.equal(found[i]!.dtype, dtype)
      for (const [j, value] of [...outputs[i]!.read()].entries()) {
        const gap = Math.abs(Number(value) - values[j]!)
        assert.ok(
          gap <= 1e-4 * Math.max(1, Math.abs(values[j]!)) || Object.is(Number(value), values[j]),
          `${value}, ${values[j]}`,
        )
      }
      outputs[i]![Symbol.dispose]()
    }
  })
}

test("every operation of the table is one of TensorFlow.js", () => {
  const known = new Set<unknown>(Object.values(tf))
  assert.deepEqual(
    Object.keys(kernels).filter(name => !known.has(name)),
    [],
  )
})
