import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { test } from "node:test"
import { kindOf } from "../../kernel/contracts/brand.ts"
import { registerKernels } from "../../kernel/learn/kernels/register.ts"
import { tf } from "../../kernel/learn/tf.ts"

test("tf is ready at once, with core, layers and methods on tensors", () => {
  assert.equal(tf.getBackend(), "cpu")
  assert.deepEqual([...tf.tensor1d([1, 2]).add(1).mul(tf.scalar(2)).dataSync()], [4, 6])
  assert.equal(typeof registerKernels, "function")
  assert.equal(kindOf(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })), "model")
})

/** Runs an expression on this build of tf and on TensorFlow.js as it comes, in a process of its own. */
function bare(code: string): number[] {
  const script = `const r = require("node:module").createRequire(${JSON.stringify(import.meta.url)});
    const tf = { ...r("@tensorflow/tfjs-core"), ...r("@tensorflow/tfjs-layers") }; r("@tensorflow/tfjs-backend-cpu");
    console.log = () => {}; const result = (tf => ${code})(tf); process.stdout.write("§" + JSON.stringify([...result.dataSync()]))`
  return JSON.parse(
    execFileSync(process.execPath, ["-e", script], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split(
      "§",
    )[1]!,
  )
}

const input = (shape: string, seed: number) => `tf.randomUniform(${shape}, -1, 1, "float32", ${seed})`
const cases: Record<string, string> = {
  "a convolution": `tf.conv2d(${input("[2,7,6,3]", 1)}, ${input("[3,2,3,5]", 2)}, [2,1], "same")`,
  "a convolution with dilation": `tf.conv2d(${input("[2,9,9,2]", 1)}, ${input("[3,3,2,4]", 2)}, 1, "valid", "NHWC", 2)`,
  "a convolution's gradient by its filter": `tf.grad(f => tf.sum(tf.square(tf.conv2d(${input("[2,7,6,3]", 1)}, f, [2,1], "same"))))(${input("[3,2,3,5]", 2)})`,
  "a convolution's gradient by its images": `tf.grad(x => tf.sum(tf.square(tf.conv2d(x, ${input("[3,2,3,5]", 2)}, 2, "valid"))))(${input("[2,7,6,3]", 1)})`,
  "max pooling": `tf.maxPool(${input("[2,7,6,3]", 1)}, [3,2], 2, "same")`,
  "max pooling's gradient": `tf.grad(x => tf.sum(tf.square(tf.maxPool(x, 3, 1, "same"))))(${input("[2,7,6,3]", 1)})`,
  "max pooling's gradient among equals": `tf.grad(x => tf.sum(tf.mul(tf.maxPool(x, 2, 2, "valid"), ${input("[1,2,2,1]", 3)})))(tf.ones([1,4,4,1]))`,
  "a matrix product": `tf.matMul(${input("[5,7]", 1)}, ${input("[7,3]", 2)})`,
  "a product with the first transposed": `tf.matMul(${input("[7,5]", 1)}, ${input("[7,3]", 2)}, true, false)`,
  "a product with the second transposed": `tf.matMul(${input("[5,7]", 1)}, ${input("[3,7]", 2)}, false, true)`,
  "a product with both transposed": `tf.matMul(${input("[7,5]", 1)}, ${input("[3,7]", 2)}, true, true)`,
  "a batch of products": `tf.matMul(${input("[4,5,7]", 1)}, ${input("[4,7,3]", 2)})`,
  "a bias added": `tf.add(${input("[2,3,4]", 1)}, ${input("[4]", 2)})`,
  "a column added to a row": `tf.add(${input("[3,1]", 1)}, ${input("[1,4]", 2)})`,
  "a scalar minus a matrix": `tf.sub(tf.scalar(2), ${input("[3,4]", 2)})`,
  "a matrix divided": `tf.div(${input("[3,4]", 1)}, ${input("[4]", 2)})`,
  "integers multiplied": `tf.mul(tf.tensor1d([3,4], "int32"), tf.tensor1d([5,6], "int32"))`,
  "an empty sum": `tf.add(tf.zeros([0,3]), tf.ones([3]))`,
  "a sum over leading axes": `tf.sum(${input("[3,4,5]", 1)}, [0,1])`,
  "a sum over the last axis": `tf.sum(${input("[3,4,5]", 1)}, -1, true)`,
  "a sum of everything": `tf.sum(${input("[3,4,5]", 1)})`,
  "relu and its slope": `tf.grad(x => tf.sum(tf.square(tf.relu(x))))(${input("[50]", 1)})`,
  "the fused dense layer": `tf.fused.matMul({ a: ${input("[5,7]", 1)}, b: ${input("[7,3]", 2)}, bias: ${input("[3]", 3)}, activation: "relu" })`,
}

for (const [name, code] of Object.entries(cases)) {
  test(`${name} gives what TensorFlow.js gives`, () => {
    const ours = [...(new Function("tf", `return ${code}`)(tf) as { dataSync(): Float32Array }).dataSync()]
    const theirs = bare(code)
    assert.equal(ours.length, theirs.length)
    ours.forEach((value, i) => {
      assert.ok(
        Math.abs(value - theirs[i]!) <= 1e-5 * Math.max(1, Math.abs(theirs[i]!)),
        `${i}: ${value} and ${theirs[i]}`,
      )
    })
  })
}
