import { type Dtype, dtypes } from "./dtype.ts"
import type { Library } from "./library.ts"
import { dimensions, type NativeTensor } from "./tensor.ts"

/** The value of an operation's attribute, tagged with its kind. */
export type Attribute =
  | { type: Dtype }
  | { types: readonly Dtype[] }
  | { shape: readonly number[] }
  | { tensor: NativeTensor }
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { bool: boolean }
  | { text: string }

export type Attributes = Readonly<Record<string, Attribute>>

/** Where attributes are set: on an operation that is added to a graph, or on one that is run at once. */
export type Target = "graph" | "eager"

type Kind = Attribute extends infer A ? (A extends A ? keyof A : never) : never
type Setter = (library: Library, target: Target, at: bigint, name: string, value: never) => void

const setters: { [K in Kind]: Setter } = {
  type: ({ call }, target, at, name, value: Dtype) =>
    call[target === "graph" ? "TF_SetAttrType" : "TFE_OpSetAttrType"](at, name, dtypes[value]),
  types: ({ call }, target, at, name, value: Dtype[]) => {
    const codes = Int32Array.from(value, dtype => dtypes[dtype])
    call[target === "graph" ? "TF_SetAttrTypeList" : "TFE_OpSetAttrTypeList"](at, name, codes, codes.length)
  },
  shape: ({ call, status }, target, at, name, value: number[]) => {
    const sizes = dimensions(value)
    if (target === "graph") call.TF_SetAttrShape(at, name, sizes, value.length)
    else call.TFE_OpSetAttrShape(at, name, sizes, value.length, status)
  },
  tensor: ({ call, status }, target, at, name, value: NativeTensor) =>
    call[target === "graph" ? "TF_SetAttrTensor" : "TFE_OpSetAttrTensor"](at, name, value.pointer, status),
  int: ({ call }, target, at, name, value: number) =>
    call[target === "graph" ? "TF_SetAttrInt" : "TFE_OpSetAttrInt"](at, name, BigInt(value)),
  ints: ({ call }, target, at, name, value: number[]) =>
    call[target === "graph" ? "TF_SetAttrIntList" : "TFE_OpSetAttrIntList"](at, name, dimensions(value), value.length),
  float: ({ call }, target, at, name, value: number) =>
    call[target === "graph" ? "TF_SetAttrFloat" : "TFE_OpSetAttrFloat"](at, name, value),
  bool: ({ call }, target, at, name, value: boolean) =>
    call[target === "graph" ? "TF_SetAttrBool" : "TFE_OpSetAttrBool"](at, name, value ? 1 : 0),
  text: ({ call }, target, at, name, value: string) => {
    const bytes = Buffer.from(value)
    call[target === "graph" ? "TF_SetAttrString" : "TFE_OpSetAttrString"](at, name, bytes, BigInt(bytes.length))
  },
}

export function setAttributes(library: Library, target: Target, at: bigint, attributes: Attributes): void {
  for (const [name, tagged] of Object.entries(attributes)) {
    const [kind, value] = Object.entries(tagged)[0] as [Kind, never]
    setters[kind](library, target, at, name, value)
  }
}
