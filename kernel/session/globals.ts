import { createRequire } from "node:module"

/*
 * The globals of Kaon load when a cell first touches them, so a kernel that needs none starts with nothing but itself.
 * require() of an ES module is synchronous, which a getter has to be.
 */
const require = createRequire(import.meta.url)
const learn = () => require("../learn/index.ts") as typeof import("../learn/index.ts")
const serving = () => require("../serving/index.ts") as typeof import("../serving/index.ts")

export const lazyGlobals = {
  tf: () => learn().tf,
  fit: () => learn().fit,
  evaluate: () => learn().evaluate,
  expect: () => learn().expect,
  serve: () => learn().serve,
  image: () => learn().image,
  plot: () => learn().plot,
  data: () => learn().data,
  connect: () => serving().connect,
}
