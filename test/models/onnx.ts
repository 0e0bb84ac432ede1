import path from "node:path"
import { findOnnx } from "../../kernel/native/index.ts"

/** Where `node test/setup.mjs` installs ONNX Runtime for the tests. */
const home = path.resolve(import.meta.dirname, "../../.cache/kaon")
if (findOnnx({ KAON_HOME: home }) !== undefined) process.env.KAON_HOME = home

export const skip: string | false = findOnnx() === undefined ? "ONNX Runtime is not here: kaon setup onnx" : false
