/// <reference types="@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js" preserve="true" />
import { channel } from "node:diagnostics_channel"
import { createRequire } from "node:module"
import type * as Core from "@tensorflow/tfjs-core"
import type * as Layers from "@tensorflow/tfjs-layers"
import { kindSymbol } from "../contracts/brand.ts"
import { computingChannel } from "../contracts/computing.ts"
import type { Loaded } from "../contracts/extension.ts"
import { findInstalled } from "../native/index.ts"
import { registerKernels } from "./kernels/register.ts"
import { registerNativeBackend } from "./native/eager-backend.ts"
import { displaySymbol } from "./show/displayable.ts"
import { type AdamWFactory, adamWFor } from "./tensor/adamw.ts"
import { addChainedOperations } from "./tensor/chained-operations.ts"
import { seedInitialWeights } from "./tensor/seeded-weights.ts"

export type { Core, Layers }
export type Tf = Omit<typeof Core, "default" | "train"> &
  Omit<typeof Layers, "default"> & { train: typeof Core.train & { adamw: AdamWFactory } }

const require = createRequire(import.meta.url)

/** TensorFlow.js, core and layers in one object, its cpu backend ready when this module is. */
export const tf: Tf = load()

function load(): Tf {
  const core = require("@tensorflow/tfjs-core") as typeof Core
  const layers = require("@tensorflow/tfjs-layers") as typeof Layers
  require("@tensorflow/tfjs-backend-cpu")
  // The backend greets its first use with advice to install another package; Kaon chooses the backend itself.
  Reflect.set(core.backend(), "firstUse", false)
  registerKernels(core)
  if (findInstalled() !== undefined) registerNativeBackend(core)
  addChainedOperations(core)
  seedInitialWeights(layers.layers.Layer)
  brandModels(layers)
  const said: Loaded = { name: "javascript", threads: 1 }
  channel(computingChannel).publish(said)
  const train = Object.assign(core.train, { adamw: adamWFor(core) })
  return { ...core, ...layers, train }
}

/** A layers model is recognised as one by its brand, and shows its summary as the value of a cell. */
function brandModels({ LayersModel }: typeof Layers): void {
  const summary = function (this: Layers.LayersModel) {
    const lines: string[] = []
    this.summary(88, undefined, line => lines.push(String(line)))
    return { "text/plain": lines.join("\n") }
  }
  Object.defineProperty(LayersModel.prototype, kindSymbol, { value: "model", configurable: true })
  Object.defineProperty(LayersModel.prototype, displaySymbol, { value: summary, configurable: true })
}
