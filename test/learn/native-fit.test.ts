/*
 * Everything that is true of training is true of it in native TensorFlow: the tests of fit run once more, on that engine.
 */
import { test } from "node:test"
import { library, skip } from "../native/library.ts"

if (library === undefined) test("the tests of fit, in native TensorFlow", { skip }, () => {})
else
  for (const name of ["fit", "checkpoint", "bundle", "evaluate", "options", "compress", "example"])
    await import(`./${name}.test.ts`)
