import type { Graph, Output, Session } from "../../native/index.ts"
import type { Slot } from "../train/engine.ts"
import type { StepSpec } from "../train/step.ts"
import type { Emit } from "./emit.ts"
import { Feed } from "./feeds.ts"
import { type Rule, ruleOf, type Settings } from "./optimizers.ts"
import { type Resource, readResources, resource, setResources, zeros } from "./variables.ts"

/** The optimizer in the graph: its slots, its count of steps, and the numbers that each step is fed. */
export class Updater implements Disposable {
  readonly graph: Graph
  readonly fed: Feed
  readonly #session: Session
  readonly #rule: Rule
  readonly #settings: Settings
  readonly #variables: readonly Resource[]
  /** By kind of slot, then by trained variable. */
  readonly #slots: readonly (readonly Resource[])[]
  /** Places of the trained variables among all. */
  readonly #trained: readonly number[]
  #steps = 0

  constructor(
    graph: Graph,
    session: Session,
    spec: StepSpec,
    variables: readonly Resource[],
    trained: readonly number[],
  ) {
    const { rule, settings } = ruleOf(spec.optimizer)
    this.graph = graph
    this.#session = session
    this.#rule = rule
    this.#settings = settings
    this.#variables = variables
    this.#trained = trained
    this.#slots = rule.slots.map(() => trained.map(place => resource(graph, variables[place]!.shape)))
    this.fed = new Feed(graph, "float32", [rule.fed(0, 1, settings).length])
    this.#reset()
  }

  /** The operation that changes a variable by its gradient. */
  update(emit: Emit, place: number, gradient: Output): Output {
    const count = this.fed.tensor.shape[0]!
    const fed =
      count === 1
        ? [emit.reshape({ output: this.fed.output, shape: [1], dtype: "float32" }, [])]
        : emit.many("Unpack", [this.fed.output], { num: { int: count }, axis: { int: 0 } }, count)
    const at = this.#trained.indexOf(place)
    const slots = this.#slots.map(kind => kind[at]!)
    return this.#rule.update({ emit, variable: this.#variables[place]!, slots, gradient, fed }, this.#settings)
  }

  /** Before each step. */
  begin(rate: number): void {
    this.#steps += 1
    this.fed.set(Float32Array.from(this.#rule.fed(rate, this.#steps, this.#settings)))
  }

  slots(): Slot[] {
    const all = this.#slots.flat()
    const values = readResources(this.#session, all)
    const names = this.#rule.slots.flatMap(kind => this.#trained.map((_, i) => `${kind}/${i}`))
    return [
      { name: "iterations", shape: [], values: Float32Array.of(this.#steps) },
      ...all.map(({ shape }, i) => ({ name: names[i]!, shape, values: values[i]! })),
    ]
  }

  setSlots([count, ...rest]: readonly Slot[]): void {
    this.#steps = count?.values[0] ?? 0
    const all = this.#slots.flat()
    const values = rest.map(slot => slot.values)
    if (values.length === all.length) setResources(this.#session, all, values)
    else this.#reset(this.#steps)
  }

  [Symbol.dispose](): void {
    this.fed[Symbol.dispose]()
  }

  #reset(steps = 0): void {
    this.#steps = steps
    const initial = this.#rule.initial?.(this.#settings) ?? 0
    setResources(this.#session, this.#slots.flat(), [
      ...zeros(this.#slots[0] ?? [], initial),
      ...zeros(this.#slots.slice(1).flat()),
    ])
  }
}
