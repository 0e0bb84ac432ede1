import assert from "node:assert/strict"
import { test } from "node:test"
import { startOurs, textOf } from "./kernel.ts"

test("a cell imports Kaon's own modules, and one that is not there is refused with those that are", async () => {
  await using kernel = await startOurs()
  assert.equal(
    textOf(await kernel.execute(`import metrics from "kaon:metrics"; metrics.rocAuc([0, 1], [0.1, 0.9])`)),
    "1",
  )
  const kinds = `import explain from "kaon:explain"
import compress from "kaon:compress"
import models from "kaon:models"
import { mlflow, tensorboard, metricStream } from "kaon:track"
import { crossValidate } from "kaon:validate"
[explain.shap, compress.prune, models.load, models.save, mlflow, tensorboard, metricStream, crossValidate].every(value => typeof value === "function")`
  assert.equal(textOf(await kernel.execute(kinds)), "true")
  const refused = await kernel.execute(`import nothing from "kaon:nothing"`)
  assert.equal(refused.status, "error")
  assert.match(JSON.stringify([refused.error, refused.metadata]), /kaon:metrics/)
})
