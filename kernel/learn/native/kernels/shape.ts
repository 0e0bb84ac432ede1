import type { Dtype, Output } from "../../../native/index.ts"
import { type Emit, type Kernel, NotCompilable, sizeOf, type Traced } from "../emit.ts"

const list = (inputs: Record<string, Traced>): Output[] => Object.values(inputs).map(({ output }) => output)

const pad = (emit: Emit, paddings: readonly (readonly number[])[]): Output =>
  emit.reshape({ output: emit.ints(paddings.flat()), shape: [paddings.length * 2], dtype: "int32" }, [
    paddings.length,
    2,
  ])

const resize =
  (type: string): Kernel =>
  (emit, { images }, { size, alignCorners, halfPixelCenters }) =>
    emit.op(type, [images!.output, emit.ints(size!)], {
      align_corners: { bool: alignCorners ?? false },
      half_pixel_centers: { bool: halfPixelCenters ?? false },
    })

/** What moves values without computing with them. */
export const shapes: Record<string, Kernel> = {
  Reshape: (emit, { x }, { shape }) => emit.reshape(x!, resolved(shape!, sizeOf(x!.shape))),
  ExpandDims: (emit, { input }, { dim }) => emit.op("ExpandDims", [input!.output, emit.int(dim!)]),
  Transpose: (emit, { x }, { perm }) =>
    (perm as number[] | undefined)?.every((axis, i) => axis === i)
      ? x!.output
      : emit.op("Transpose", [x!.output, emit.ints(perm!)]),
  BroadcastTo: (emit, { x }, { shape }) => emit.op("BroadcastTo", [x!.output, emit.ints(shape!)]),
  Tile: (emit, { x }, { reps }) => emit.op("Tile", [x!.output, emit.ints(reps!)]),
  Slice: (emit, { x }, { begin, size }) => emit.op("Slice", [x!.output, emit.ints(begin!), emit.ints(size!)]),
  StridedSlice: (emit, { x }, { begin, end, strides, ...masks }) =>
    emit.op("StridedSlice", [x!.output, emit.ints(begin!), emit.ints(end!), emit.ints(strides!)], {
      begin_mask: { int: masks.beginMask ?? 0 },
      end_mask: { int: masks.endMask ?? 0 },
      ellipsis_mask: { int: masks.ellipsisMask ?? 0 },
      new_axis_mask: { int: masks.newAxisMask ?? 0 },
      shrink_axis_mask: { int: masks.shrinkAxisMask ?? 0 },
    }),
  Concat: (emit, inputs, { axis }) => {
    const filled = Object.values(inputs).filter(({ shape }) => sizeOf(shape) > 0)
    if (filled.length === 1) return filled[0]!.output
    return emit.op("ConcatV2", [filled.map(({ output }) => output), emit.int(axis!)])
  },
  Pack: (emit, inputs, { axis }) => emit.op("Pack", [list(inputs)], { axis: { int: axis ?? 0 } }),
  Unpack: (emit, { value }, { axis }) => {
    const at: number = axis ?? 0
    const count = value!.shape.at(at)!
    return emit.many("Unpack", [value!.output], { num: { int: count }, axis: { int: at } }, count)
  },
  SplitV: (emit, { x }, { numOrSizeSplits, axis }) => {
    const given = numOrSizeSplits as unknown as number | number[]
    const length = x!.shape.at(axis ?? 0)!
    const rest = Array.isArray(given) ? length - given.reduce((sum, size) => sum + Math.max(size, 0), 0) : 0
    const sizes = Array.isArray(given)
      ? given.map(size => (size < 0 ? rest : size))
      : Array.from({ length: given }, () => length / given)
    const parts = [x!.output, emit.ints(sizes), emit.int(axis ?? 0)]
    return emit.many("SplitV", parts, { num_split: { int: sizes.length } }, sizes.length)
  },
  PadV2: (emit, { x }, { paddings, constantValue }) =>
    emit.op("PadV2", [
      x!.output,
      pad(emit, paddings!),
      x!.dtype === "int32" ? emit.int(constantValue ?? 0) : emit.float(constantValue ?? 0),
    ]),
  MirrorPad: (emit, { x }, { paddings, mode }) =>
    emit.op("MirrorPad", [x!.output, pad(emit, paddings!)], { mode: { text: String(mode).toUpperCase() } }),
  Reverse: (emit, { x }, { dims }) =>
    emit.op("ReverseV2", [x!.output, emit.ints([(dims as number[] | undefined) ?? x!.shape.map((_, i) => i)].flat())]),
  GatherV2: (emit, { x, indices }, { axis, batchDims }) => {
    const at: number = axis ?? 0
    return emit.op("GatherV2", [x!.output, indices!.output, emit.int(at)], { batch_dims: { int: batchDims ?? 0 } })
  },
  GatherNd: (emit, { params, indices }) => emit.op("GatherNd", [params!.output, indices!.output]),
  SpaceToBatchND: (emit, { x }, { blockShape, paddings }) =>
    emit.op("SpaceToBatchND", [x!.output, emit.ints(blockShape!), pad(emit, paddings!)]),
  BatchToSpaceND: (emit, { x }, { blockShape, crops }) =>
    emit.op("BatchToSpaceND", [x!.output, emit.ints(blockShape!), pad(emit, crops!)]),
  DepthToSpace: (emit, { x }, { blockSize, dataFormat }) =>
    emit.op("DepthToSpace", [x!.output], {
      block_size: { int: blockSize! },
      data_format: { text: dataFormat ?? "NHWC" },
    }),
  ResizeBilinear: resize("ResizeBilinear"),
  ResizeNearestNeighbor: resize("ResizeNearestNeighbor"),
  Fill: (emit, _inputs, { shape, value, dtype }) => {
    if (typeof value === "string") throw new NotCompilable("it fills a tensor with text")
    const number = emit.float(Number(value))
    const typed = (dtype ?? "float32") === "float32" ? number : emit.op("Cast", [number], { DstT: { type: dtype! } })
    return emit.op("Fill", [emit.ints(shape!), typed])
  },
  Range: (emit, _inputs, { start, stop, step, dtype }) => {
    const number = (value: number) => (dtype === "int32" ? emit.int(value) : emit.float(value))
    return emit.op("Range", [number(start!), number(stop!), number(step ?? 1)])
  },
  LinSpace: (emit, _inputs, { start, stop, num }) =>
    emit.op("LinSpace", [emit.float(start!), emit.float(stop!), emit.int(num!)]),
  OneHot: (emit, { indices }, { depth, onValue, offValue, dtype }) => {
    const hot = emit.op("OneHot", [
      indices!.output,
      emit.int(depth!),
      emit.float(onValue ?? 1),
      emit.float(offValue ?? 0),
    ])
    const type = (dtype as Dtype | undefined) ?? "int32"
    return type === "float32" ? hot : emit.op("Cast", [hot], { DstT: { type } })
  },
}

/** One size may be left open as −1. */
function resolved(shape: readonly number[], size: number): number[] {
  const known = shape.reduce((product, dimension) => (dimension < 0 ? product : product * dimension), 1)
  return shape.map(dimension => (dimension < 0 ? size / known : dimension))
}
