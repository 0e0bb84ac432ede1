import type { Output } from "../../native/index.ts"
import { keyOf, NotCompilable, type Traced } from "./emit.ts"
import type { GraphEmit } from "./graph-emit.ts"
import type { Back, Recorded, Slope } from "./slope.ts"

/**
 * How `y`, one number, changes with each of `xs`: the operations of a trace backwards, each by its own slope (reverse-mode
 * differentiation), and by TensorFlow's C library where it has none. Undefined for one that `y` does not depend on.
 */
export function backward(
  emit: GraphEmit,
  tape: readonly Recorded[],
  y: Output,
  xs: readonly Output[],
): (Output | undefined)[] {
  const varying = new Set(xs.map(keyOf))
  const active = tape.filter(({ inputs, outputs }) => {
    if (!Object.values(inputs).some(input => varies(varying, input))) return false
    for (const { output } of outputs) varying.add(keyOf(output))
    return true
  })
  const makers = new Map(active.flatMap(one => one.outputs.map(({ output }) => [keyOf(output), one])))
  const closed = new Set<string>()
  const slopes = new Map<string, Output[]>([[keyOf(y), [emit.float(1)]]])
  const taken = (output: Output): Output | undefined => {
    const parts = slopes.get(keyOf(output))
    slopes.delete(keyOf(output))
    return parts && summed(emit, parts)
  }
  for (const recorded of active.toReversed()) {
    const dys = recorded.outputs.map(({ output }) => taken(output))
    const dy = dys.find(slope => slope !== undefined)
    if (dy === undefined) continue
    const at: Back = {
      ...recorded,
      emit,
      dys,
      dy,
      wants: input => varies(varying, recorded.inputs[input]),
      maker: ({ output }) => makers.get(keyOf(output)),
      close: slope => closed.add(keyOf(slope)),
      closed: slope => closed.has(keyOf(slope)),
    }
    for (const [name, slope] of Object.entries((recorded.slope ?? derived)(at))) {
      const input = recorded.inputs[name]
      if (slope === undefined || input === undefined || !at.wants(name)) continue
      const key = keyOf(input.output)
      slopes.set(key, [...(slopes.get(key) ?? []), slope])
    }
  }
  return xs.map(taken)
}

const varies = (varying: ReadonlySet<string>, input: Traced | undefined): boolean =>
  input?.dtype === "float32" && varying.has(keyOf(input.output))

const summed = (emit: GraphEmit, parts: readonly Output[]): Output =>
  parts.length === 1 ? parts[0]! : parts.length === 2 ? emit.op("AddV2", parts) : emit.op("AddN", [parts])

/** The slope as TensorFlow's C library knows it. */
const derived: Slope = ({ emit, type, inputs, outputs, dys, wants }) => {
  const { graph } = emit as GraphEmit
  const names = Object.keys(inputs).filter(wants)
  const ys = outputs.flatMap(({ output }, i) => (dys[i] === undefined ? [] : [output]))
  const found = graph.gradients(
    ys,
    names.map(name => inputs[name]!.output),
    dys.filter(slope => slope !== undefined),
  )
  if (found.every(slope => slope === undefined)) throw new NotCompilable(`${type} cannot be derived`)
  return Object.fromEntries(names.map((name, i) => [name, found[i]]))
}
