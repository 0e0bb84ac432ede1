import type { Emit, Kernel, Settings, Traced } from "../emit.ts"

/** Axes as TensorFlow takes them: none given means all. */
function axes(emit: Emit, x: Traced, { axis, reductionIndices }: Settings) {
  const named = (axis ?? reductionIndices) as number | number[] | null | undefined
  const given = named ?? x.shape.map((_, i) => i)
  return emit.ints([given].flat())
}

const reduction =
  (type: string): Kernel =>
  (emit, { x }, settings) =>
    emit.op(type, [x!.output, axes(emit, x!, settings)], { keep_dims: { bool: settings.keepDims ?? false } })

const place =
  (type: string): Kernel =>
  (emit, { x }, { axis }) =>
    emit.op(type, [x!.output, emit.int([axis ?? 0].flat()[0] ?? 0)], { output_type: { type: "int32" } })

const scan =
  (type: string): Kernel =>
  (emit, { x }, { axis, exclusive, reverse }) =>
    emit.op(type, [x!.output, emit.int(axis ?? 0)], {
      exclusive: { bool: exclusive ?? false },
      reverse: { bool: reverse ?? false },
    })

/** Reductions, and what runs along one axis. */
export const reduce: Record<string, Kernel> = {
  ...Object.fromEntries(["Sum", "Mean", "Max", "Min", "Prod", "All", "Any"].map(name => [name, reduction(name)])),
  ArgMax: place("ArgMax"),
  ArgMin: place("ArgMin"),
  Cumsum: scan("Cumsum"),
  Cumprod: scan("Cumprod"),
  Softmax: (emit, { logits }, { dim }) => alongLast(emit, logits!, dim, "Softmax"),
  LogSoftmax: (emit, { logits }, { axis }) => alongLast(emit, logits!, axis, "LogSoftmax"),
  TopK: (emit, { x }, { k, sorted }) =>
    emit.many("TopKV2", [x!.output, emit.int(k!)], { sorted: { bool: sorted ?? true } }, 2),
  UnsortedSegmentSum: (emit, { x, segmentIds }, { numSegments }) =>
    emit.op("UnsortedSegmentSum", [x!.output, segmentIds!.output, emit.int(numSegments!)]),
}

/** TensorFlow's own work on the last axis; TensorFlow.js transposes for any other before it gets here. */
const alongLast = (emit: Emit, x: Traced, axis: number | undefined, type: string) => {
  const last = x.shape.length - 1
  if (axis === undefined || axis === -1 || axis === last) {
    if (type === "Softmax" && emit.small) return emit.op("Exp", [emit.op("LogSoftmax", [x.output])])
    return emit.op(type, [x.output])
  }
  const order = x.shape.map((_, i) => i)
  ;[order[axis], order[last]] = [last, axis]
  const swap = emit.ints(order)
  return emit.op("Transpose", [emit.op(type, [emit.op("Transpose", [x.output, swap])]), swap])
}
