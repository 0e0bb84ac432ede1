import { type Graph, type Output, packed } from "./graph.ts"
import type { Library } from "./library.ts"
import { Owned } from "./owned.ts"
import { NativeTensor } from "./tensor.ts"

/** A run of a graph whose feeds, fetches and targets are fixed; called again and again with other values. */
export type Step = (feeds: readonly NativeTensor[]) => NativeTensor[]

/** How a session runs its operations. */
export type Running = "parallel" | "alone" | "single"

/*
 * Two of TensorFlow's protocol buffers as bytes. ConfigProto: experimental.executor_type is "SINGLE_THREADED_EXECUTOR";
 * RunOptions: inter_op_thread_pool is −1, the caller's own thread. An operation may still use all cores by itself, unless
 * intra_op_parallelism_threads is 1.
 */
const executor = Buffer.from("SINGLE_THREADED_EXECUTOR")
const aloneConfig = Uint8Array.from([0x82, 0x01, executor.length + 2, 0x1a, executor.length, ...executor])
const singleConfig = Uint8Array.from([0x10, 0x01, ...aloneConfig])
const aloneRun = Uint8Array.from([0x18, ...Array.from({ length: 9 }, () => 0xff), 0x01])

/** Runs a graph; variables live in it. What is added to the graph later can be run too. */
export class Session extends Owned {
  readonly library: Library

  readonly #running: Running

  /**
   * "alone" hands no operation to another thread: quicker for graphs whose operations are small. "single" also keeps each
   * operation on one core, for ones so small that waking another thread takes longer than what it then does.
   */
  constructor(graph: Graph, running: Running = "parallel", start = newSession) {
    const { library } = graph
    const { call, status, check } = library
    const options = call.TF_NewSessionOptions()
    try {
      const own = running === "single" ? library.ownThreads : undefined
      if (running !== "parallel") {
        const config = own === undefined ? aloneConfig : singleConfig
        call.TF_SetConfig(options, config, BigInt(config.length), status)
        check("read the session's settings")
      }
      const pointer = own === undefined ? start(graph, options) : own(() => start(graph, options))
      super(pointer, session => {
        call.TF_CloseSession(session, status)
        call.TF_DeleteSession(session, status)
      })
    } finally {
      call.TF_DeleteSessionOptions(options)
    }
    this.library = library
    this.#running = running
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
    const how = this.#running === "parallel" ? null : runOptions(library)
    const [inputs, outputs, ending] = [feeds.length, fetches.length, targets.length]
    return values => {
      for (let i = 0; i < inputs; i++) given[i] = values[i]!.pointer
      call.TF_SessionRun(this.pointer, how, places, given, inputs, wanted, results, outputs, ends, ending, null, status)
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

/** What a session is made of: a graph that it runs, and options. Throws NATIVE_FAILED. */
type Start = (graph: Graph, options: bigint) => bigint

const newSession: Start = ({ library: { call, status, check }, pointer }, options) => {
  const session = call.TF_NewSession(pointer, options, status)
  check("start a session")
  return session
}

const options = new WeakMap<Library, bigint>()

/** One buffer for all steps; it lives as long as the library does. */
function runOptions(library: Library): bigint {
  const known = options.get(library)
  if (known !== undefined) return known
  const made = library.call.TF_NewBufferFromString(aloneRun, BigInt(aloneRun.length))
  options.set(library, made)
  return made
}
