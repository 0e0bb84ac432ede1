import type * as CoreModule from "@tensorflow/tfjs-core"
import { Eager, requireLibrary, type Values } from "../../native/index.ts"
import { EagerEmit } from "./eager-emit.ts"
import type { Kernel, Settings, Traced } from "./emit.ts"
import { kernels } from "./kernels/index.ts"

type Core = typeof CoreModule
type TensorInfo = CoreModule.TensorInfo

/** What a tensor holds: values of JavaScript until they are needed in the library, then a handle. */
interface Entry {
  handle: bigint | undefined
  values: CoreModule.BackendValues | undefined
  shape: number[]
  dtype: CoreModule.DataType
  references: number
}

export const backendName = "tensorflow"
const known = new Set<string>(["float32", "int32", "bool"])

/**
 * Registers native TensorFlow as a backend of TensorFlow.js: `tf.setBackend("tensorflow")`. Its operations are run one by
 * one by TensorFlow; those that have no counterpart there go through the cpu backend.
 */
export function registerNativeBackend(core: Core): void {
  core.registerBackend(backendName, () => nativeBackend(core))
  for (const cpu of core.getKernelsForBackend("cpu")) {
    const kernel = kernels[cpu.kernelName]
    const { kernelName } = cpu
    core.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const given = inputs as unknown as Record<string, TensorInfo | null | undefined>
        const native = backend as NativeBackend
        const present = Object.entries(given).filter((pair): pair is [string, TensorInfo] => pair[1] != null)
        const fits = kernel !== undefined && present.every(([, { dtype }]) => known.has(dtype))
        return fits
          ? native.run(kernel, present, (attrs ?? {}) as unknown as Settings)
          : native.onCpu(cpu, inputs, attrs)
      },
    })
  }
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (core.getKernel(kernelName, backendName) !== undefined) continue
    core.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) =>
        (backend as NativeBackend).run(
          kernel,
          Object.entries(inputs).filter(([, info]) => info != null) as [string, TensorInfo][],
          (attrs ?? {}) as unknown as Settings,
        ),
    })
  }
}

type NativeBackend = ReturnType<typeof nativeBackend>

function nativeBackend(core: Core) {
  class Backend extends core.KernelBackend {
    readonly #emit = new EagerEmit(new Eager(requireLibrary()))
    readonly #data = new core.DataStorage<Entry>(this, core.engine())

    run(
      kernel: Kernel,
      inputs: readonly (readonly [string, TensorInfo])[],
      settings: Settings,
    ): TensorInfo | TensorInfo[] {
      let several = false
      const handles = this.#emit.results(() => {
        const traced = Object.fromEntries(inputs.map(([name, info]) => [name, this.#traced(info)]))
        const outputs = kernel(this.#emit, traced, settings)
        several = Array.isArray(outputs)
        return outputs
      })
      const infos = handles.map(handle => {
        const { dtype, shape } = this.#emit.eager.describe(handle)
        const dataId = {}
        const type = dtype as CoreModule.DataType
        this.#data.set(dataId, { handle, values: undefined, shape, dtype: type, references: 1 })
        return { dataId, shape, dtype: type }
      })
      return several ? infos : infos[0]!
    }

    /** Copies the inputs to the cpu backend, and the results back. */
    onCpu(
      cpu: CoreModule.KernelConfig,
      inputs: CoreModule.NamedTensorInfoMap,
      attrs: unknown,
    ): TensorInfo | TensorInfo[] {
      const other = core.findBackend("cpu") as CoreModule.KernelBackend & {
        makeTensorInfo(shape: number[], dtype: CoreModule.DataType, values: CoreModule.BackendValues): TensorInfo
      }
      const copies = Object.entries(inputs).map(([name, info]) => {
        const { shape, dtype, dataId } = info as TensorInfo
        return [name, other.makeTensorInfo(shape, dtype, this.readSync(dataId))] as const
      })
      const found = cpu.kernelFunc({
        inputs: Object.fromEntries(copies),
        attrs: attrs as never,
        backend: other,
      })
      const results = [found].flat().map(({ dataId, shape, dtype }) => {
        const id = this.write(other.readSync(dataId), shape, dtype)
        return { dataId: id, shape, dtype }
      })
      for (const { dataId } of new Set([found].flat())) other.disposeData(dataId)
      for (const [, { dataId }] of copies) other.disposeData(dataId)
      return Array.isArray(found) ? results : results[0]!
    }

    override write(values: CoreModule.BackendValues, shape: number[], dtype: CoreModule.DataType): object {
      const dataId = {}
      this.move(dataId, values, shape, dtype, 1)
      return dataId
    }
    override move(
      id: object,
      values: CoreModule.BackendValues,
      shape: number[],
      dtype: CoreModule.DataType,
      count: number,
    ): void {
      this.#data.set(id, { handle: undefined, values, shape, dtype, references: count })
    }
    override readSync(id: object): CoreModule.BackendValues {
      const entry = this.#data.get(id)
      return entry.values ?? (this.#emit.eager.read(entry.handle!) as CoreModule.BackendValues)
    }
    override async read(id: object): Promise<CoreModule.BackendValues> {
      return this.readSync(id)
    }
    override disposeData(id: object, force = false): boolean {
      if (!this.#data.has(id)) return true
      const entry = this.#data.get(id)
      entry.references -= 1
      if (!force && entry.references > 0) return false
      if (entry.handle !== undefined) this.#emit.eager.release(entry.handle)
      this.#data.delete(id)
      return true
    }
    override refCount(id: object): number {
      return this.#data.has(id) ? this.#data.get(id).references : 0
    }
    override incRef(id: object): void {
      this.#data.get(id).references += 1
    }
    override numDataIds(): number {
      return this.#data.numDataIds()
    }
    override floatPrecision(): 32 {
      return 32
    }
    override epsilon(): number {
      return 1e-7
    }
    override memory() {
      return { unreliable: true, reasons: ["the library's own memory is not counted"] }
    }
    override timerAvailable(): boolean {
      return false
    }
    override dispose(): void {}

    #traced({ dataId, shape }: TensorInfo): Traced {
      const entry = this.#data.get(dataId)
      const type = entry.dtype as Traced["dtype"]
      entry.handle ??= this.#emit.eager.put(type, entry.shape, numbers(entry))
      entry.values = undefined
      const output = { op: entry.handle, index: 0 }
      const value: Traced = { output, shape: entry.shape, dtype: type }
      // Tensors that came from another backend may share data in several shapes.
      return sameShape(entry.shape, shape) ? value : { output: this.#emit.reshape(value, shape), shape, dtype: type }
    }
  }
  return new Backend()
}

const sameShape = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i])

function numbers({ values, dtype }: Entry): Values {
  const given = values as ArrayLike<number>
  if (dtype === "float32") return given instanceof Float32Array ? given : Float32Array.from(given)
  if (dtype === "int32") return given instanceof Int32Array ? given : Int32Array.from(given)
  return given instanceof Uint8Array ? given : Uint8Array.from(given)
}
