import assert from "node:assert/strict"
import { test } from "node:test"
import { analyseCell } from "../../kernel/cell/index.ts"
import { checkContracts } from "../../kernel/graph/contracts.ts"

const check = (...cells: string[]) =>
  checkContracts(cells.map((source, index) => analyseCell(source, { id: `c${index}`, number: index + 1 })))

test("a pipeline that keeps its promises has nothing to complain of", () => {
  assert.deepEqual(
    check(
      "%%params\nconst epochs = 1",
      "%%data digits\nconst digits = await load()",
      "%%model cnn\nexport const cnn = tf.sequential()",
      "%%train cnn\nconst trained = await fit(cnn, digits, { epochs })",
      "%%eval\nconst report = await evaluate(trained, digits.test)",
      "%%deploy digits\nexport const service = serve(trained)",
    ),
    [],
  )
})

test("a data or model cell must define its name", () => {
  const [problem, ...none] = check("\n%%data digits\nconst other = 1")
  assert.deepEqual(none, [])
  assert.deepEqual(
    { code: problem?.code, severity: problem?.severity, cell: problem?.cell, line: problem?.line, fix: problem?.fix },
    {
      code: "CONTRACT_NOT_MET",
      severity: "error",
      cell: 1,
      line: 2,
      fix: "Add `const digits = …` to the cell, or name what it defines in the header.",
    },
  )
})

test("a train cell must use a model that a cell above it defines", () => {
  const train = "%%train cnn\nconst trained = await fit(cnn, 1)"
  assert.match(check("%%train cnn\nconst trained = 1")[0]?.message ?? "", /does not use it/)
  assert.match(check(train)[0]?.fix ?? "", /Add a cell `%%model cnn` above it/)
  assert.match(check(train, "%%model cnn\nconst cnn = 1")[0]?.fix ?? "", /Move cell 2 above cell 1/)
})

test("a train, eval or deploy cell must keep its result", () => {
  assert.match(check("%%eval\nawait evaluate(x)")[0]?.fix ?? "", /const report = await evaluate\(…\)/)
  assert.match(check("%%deploy d\nserve(x)")[0]?.message ?? "", /must define a service/)
  assert.match(check("const cnn = 1", "%%train cnn\nfit(cnn)")[0]?.fix ?? "", /const trained = await fit\(cnn, …\)/)
})
