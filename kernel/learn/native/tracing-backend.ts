import type { Dtype, Output, Values } from "../../native/index.ts"
import { type Core, tf } from "../tf.ts"
import { backward } from "./backward.ts"
import { dtypeNamed, type Kernel, keyOf, NotCompilable, type Settings, type Traced } from "./emit.ts"
import type { GraphEmit } from "./graph-emit.ts"
import { kernels } from "./kernels/index.ts"
import type { Recorded, Slope } from "./slope.ts"
import { slopeOf } from "./slopes/index.ts"

/** Values that came in from JavaScript: a constant of the graph, made when it is first used. */
interface Written {
  values: Core.BackendValues | null
  shape: readonly number[]
  dtype: Core.DataType
}

/** The trace at work; TensorFlow.js keeps one backend object, traces come and go. */
export interface Trace {
  emit: GraphEmit
  /** What a tensor is in the graph, by its data's id. */
  known: Map<object, Traced>
  /** The output of each softmax and sigmoid by its own key, with what went in. */
  logits: Map<string, Output>
  /** What was computed, in order, where gradients will be taken. */
  tape: Recorded[]
}

const name = "kaon-trace"
let current: Trace | undefined

/** A backend that computes nothing: each operation becomes one of a graph. */
class TracingBackend extends tf.KernelBackend {
  readonly written = new Map<object, Written>()

  override write(values: Core.BackendValues, shape: number[], dtype: Core.DataType): object {
    const id = {}
    this.written.set(id, { values, shape, dtype })
    return id
  }
  override move(id: object, values: Core.BackendValues, shape: number[], dtype: Core.DataType): void {
    this.written.set(id, { values, shape, dtype })
  }
  override readSync(id: object): Core.BackendValues {
    const values = this.written.get(id)?.values
    if (values != null) return values
    throw new NotCompilable("a layer reads the values of a tensor while the model runs")
  }
  override async read(id: object): Promise<Core.BackendValues> {
    return this.readSync(id)
  }
  override disposeData(): boolean {
    return true
  }
  override numDataIds(): number {
    return 0
  }
  override refCount(): number {
    return 1
  }
  override incRef(): void {}
  decRef(): void {}
  override floatPrecision(): 32 {
    return 32
  }
  override epsilon(): number {
    return 1e-7
  }
  override memory() {
    return { unreliable: true, reasons: ["nothing is computed"] }
  }
  override timerAvailable(): boolean {
    return false
  }
  override dispose(): void {}
}

const backend = new TracingBackend()
let registered = false

/** What a tensor is in the graph of the running trace; a constant where it comes from outside. */
export function tracedOf({ dataId, shape, dtype }: Core.TensorInfo): Traced {
  const known = current!.known.get(dataId)
  if (known !== undefined) return { ...known, shape }
  const values = backend.written.get(dataId)?.values ?? tf.engine().readSync(dataId)
  const type = dtypeNamed(dtype)
  const output = current!.emit.graph.constant(type, shape, numbers(type, values))
  const traced: Traced = { output, shape, dtype: type }
  current!.known.set(dataId, traced)
  return traced
}

function numbers(dtype: Dtype, values: Core.BackendValues): Values {
  if (dtype === "float32")
    return values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number>)
  if (dtype === "int32") return values instanceof Int32Array ? values : Int32Array.from(values as ArrayLike<number>)
  return values instanceof Uint8Array ? values : Uint8Array.from(values as ArrayLike<number>)
}

/** A tensor of TensorFlow.js that stands for an output of the graph. */
export function tensorOf(output: Output, shape: readonly number[], dtype: Core.DataType): Core.Tensor {
  const id = {}
  current!.known.set(id, { output, shape, dtype: dtypeNamed(dtype) })
  return tf.engine().makeTensorFromTensorInfo({ dataId: id, shape: [...shape], dtype })
}

/** What a probability was before its softmax or sigmoid; undefined where it is not the outcome of one. */
export function logitsOf(tensor: Core.Tensor): Output | undefined {
  const { output } = tracedOf(tensor)
  return current!.logits.get(keyOf(output)) ?? current!.logits.get(keyOf(current!.emit.originOf(output)))
}

/** Puts operations that are no kernel of TensorFlow.js into the graph, with their slope; the tensor is the first output. */
export function recorded(
  type: string,
  inputs: Readonly<Record<string, Core.Tensor>>,
  make: (inputs: Readonly<Record<string, Traced>>) => { outputs: readonly Output[]; slope: Slope },
): Core.Tensor {
  const { emit, tape } = current!
  const traced = Object.fromEntries(Object.entries(inputs).map(([key, tensor]) => [key, tracedOf(tensor)]))
  const { outputs, slope } = make(traced)
  const described = outputs.map(output => sized(emit, output, type))
  tape.push({ type, inputs: traced, outputs: described, settings: {}, slope })
  const [{ output, shape }] = described as [Traced]
  return tensorOf(output, shape, "float32")
}

/** How a traced number changes with each of `xs`; undefined for one that it does not depend on. */
export function slopesOf(loss: Core.Tensor, xs: readonly Output[]): (Output | undefined)[] {
  const { emit, tape } = current!
  return backward(emit, tape, tracedOf(loss).output, xs)
}

/** Steps and comparisons: their slope is zero. */
const constantWithin = new Set([
  ...["Ceil", "Floor", "Round", "Sign", "Step", "IsNan", "IsInf", "IsFinite", "FloorDiv", "ArgMax", "ArgMin", "OneHot"],
  ...["Equal", "NotEqual", "Greater", "GreaterEqual", "Less", "LessEqual", "All", "Any", "ZerosLike", "OnesLike"],
  ...["LogicalAnd", "LogicalOr", "LogicalNot"],
])

/** An output with its type and sizes, all of which have to be known. */
function sized(emit: GraphEmit, output: Output, type: string): Traced {
  const { dtype, shape } = emit.graph.describe(output)
  if (shape === undefined || shape.some(size => size < 0)) throw new NotCompilable(`${type} has a size that varies`)
  return { output, shape, dtype: dtypeNamed(dtype) }
}

/** The operation in the graph, and the tensors that its outputs are. */
function emitKernel(type: string, kernel: Kernel, inputs: Record<string, Core.TensorInfo | undefined>, attrs: unknown) {
  const { emit, known, logits, tape } = current!
  const present = Object.entries(inputs).flatMap(([key, info]) =>
    info == null ? [] : [[key, tracedOf(info)] as const],
  )
  const traced = Object.fromEntries(present)
  const settings = (attrs ?? {}) as Settings
  const outputs = kernel(emit, traced, settings)
  if (type === "Softmax" || type === "Sigmoid") {
    logits.set(keyOf(outputs as Output), (traced.logits ?? traced.x)!.output)
  }
  const values = [outputs].flat().map(output => sized(emit, output, type))
  if (emit.derived && !constantWithin.has(type)) {
    tape.push({ type, inputs: traced, outputs: values, settings, slope: slopeOf(type, traced, settings) })
  }
  const infos = values.map(value => {
    const dataId = {}
    known.set(dataId, value)
    return { dataId, shape: [...value.shape], dtype: value.dtype as Core.DataType }
  })
  return Array.isArray(outputs) ? infos : infos[0]!
}

function register(): void {
  tf.registerBackend(name, () => backend)
  const names = new Set(tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName))
  for (const kernelName of [...names, ...Object.keys(kernels)]) {
    if (tf.getKernel(kernelName, name) !== undefined) continue
    const kernel = kernels[kernelName]
    tf.registerKernel({
      kernelName,
      backendName: name,
      kernelFunc: ({ inputs, attrs }) => {
        if (kernel === undefined) throw new NotCompilable(`it uses ${kernelName}, which is not known to the compiler`)
        return emitKernel(kernelName, kernel, inputs as Record<string, Core.TensorInfo>, attrs)
      },
    })
  }
  registered = true
}

/** Runs code whose operations go into a graph. Nothing else can run meanwhile; the backend is as before at the end. */
export function tracing<T>(emit: GraphEmit, bound: ReadonlyMap<object, Traced>, run: () => T): T {
  if (!registered) register()
  const before = tf.getBackend()
  current = { emit, known: new Map(bound), logits: new Map(), tape: [] }
  void tf.setBackend(name)
  try {
    return run()
  } finally {
    void tf.setBackend(before)
    backend.written.clear()
    current = undefined
  }
}
