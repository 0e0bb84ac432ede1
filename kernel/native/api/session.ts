import { type Graph, type Output, packed } from "./graph.ts"
import type { Library } from "./library.ts"
import { Owned } from "./owned.ts"
import { NativeTensor } from "./tensor.ts"

/** A run of a graph whose feeds, fetches and targets are fixed; called again and again with other values. */
export type Step = (feeds: readonly NativeTensor[]) => NativeTensor[]

/** Runs a graph; variables live in it. What is added to the graph later can be run too. */
export class Session extends Owned {
  readonly library: Library

  /** `config` is a ConfigProto in its binary form. */
  constructor(graph: Graph, config?: Uint8Array) {
    const { library } = graph
    const { call, status, check } = library
    const options = call.TF_NewSessionOptions()
    try {
      if (config !== undefined) {
        call.TF_SetConfig(options, config, BigInt(config.length), status)
        check("read the session's settings")
      }
      const pointer = call.TF_NewSession(graph.pointer, options, status)
      check("start a session")
      super(pointer, session => {
        call.TF_CloseSession(session, status)
        call.TF_DeleteSession(session, status)
      })
    } finally {
      call.TF_DeleteSessionOptions(options)
    }
    this.library = library
  }

  run(
    feeds: readonly (readonly [Output, NativeTensor])[],
    fetches: readonly Output[],
    targets: readonly Output[] = [],
  ) {
    const places = feeds.map(([output]) => output)
    return this.step(places, fetches, targets)(feeds.map(([, tensor]) => tensor))
  }

  /** Prepares a run. Each call returns tensors that its caller owns; throws NATIVE_FAILED with TensorFlow's words. */
  step(feeds: readonly Output[], fetches: readonly Output[], targets: readonly Output[] = []): Step {
    const library = this.library
    const { call, status, check } = library
    const [places, wanted] = [packed(feeds), packed(fetches)]
    const given = new BigUint64Array(Math.max(feeds.length, 1))
    const results = new BigUint64Array(Math.max(fetches.length, 1))
    const ends = BigUint64Array.from([...targets.map(({ op }) => op), ...(targets.length === 0 ? [0n] : [])])
    const [inputs, outputs, ending] = [feeds.length, fetches.length, targets.length]
    return values => {
      for (let i = 0; i < inputs; i++) given[i] = values[i]!.pointer
      call.TF_SessionRun(
        this.pointer,
        null,
        places,
        given,
        inputs,
        wanted,
        results,
        outputs,
        ends,
        ending,
        null,
        status,
      )
      check("run the graph")
      const tensors: NativeTensor[] = []
      for (let i = 0; i < outputs; i++) tensors.push(NativeTensor.own(library, results[i]!))
      return tensors
    }
  }

  /** "CPU", "GPU", …: each kind of device that the session may use. */
  devices(): string[] {
    const { call, ffi, status, check } = this.library
    const list = call.TF_SessionListDevices(this.pointer, status)
    check("list the devices")
    const count = call.TF_DeviceListCount(list)
    const types = Array.from({ length: count }, (_, i) => ffi.toString(call.TF_DeviceListType(list, i, status)) ?? "")
    call.TF_DeleteDeviceList(list)
    return [...new Set(types)]
  }
}
