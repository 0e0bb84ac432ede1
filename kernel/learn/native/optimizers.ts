import type { Attributes, Output } from "../../native/index.ts"
import type { Core } from "../tf.ts"
import { type Emit, NotCompilable } from "./emit.ts"
import type { Resource } from "./variables.ts"

/** An optimizer's settings, as its own getConfig tells them. */
export type Settings = Readonly<Record<string, number & boolean>>

interface Update {
  emit: Emit
  variable: Resource
  slots: readonly Resource[]
  gradient: Output
  /** What has to be done before the update. */
  after?: readonly Output[]
  /** Numbers that change from step to step, as `fed` lists them. */
  fed: readonly Output[]
}

/** One optimizer in TensorFlow's own operations, with the formulas of TensorFlow.js. */
export interface Rule {
  /** What is kept for each variable. */
  slots: readonly string[]
  /** Value of the slots before the first step; 0 without one. */
  initial?: (settings: Settings) => number
  /** The numbers of step `t` (from 1) at a learning rate. */
  fed(rate: number, t: number, settings: Settings): number[]
  update(at: Update, settings: Settings): Output
}

const applied = (
  { emit, variable, slots, after }: Update,
  type: string,
  rest: readonly Output[],
  nesterov?: boolean,
): Output => {
  const how: Attributes = nesterov === undefined ? {} : { use_nesterov: { bool: nesterov } }
  const inputs = [variable.handle, ...slots.map(({ handle }) => handle), ...rest]
  return emit.op(type, inputs, { T: { type: "float32" }, ...how }, after)
}

/** The bias corrections are in the rate and in epsilon, so that they are computed in double precision. */
const adam: Rule = {
  slots: ["first", "second"],
  fed: (rate, t, { beta1, beta2, epsilon }) => {
    const correction = Math.sqrt(1 - beta2! ** t)
    return [(rate * correction) / (1 - beta1! ** t), (epsilon ?? 1e-7) * correction]
  },
  update: (at, { beta1, beta2 }) => {
    const { emit, fed, gradient } = at
    const none = emit.float(0)
    const [rate, epsilon] = fed
    const betas = [emit.float(beta1!), emit.float(beta2!)]
    return applied(at, "ResourceApplyAdam", [none, none, rate!, ...betas, epsilon!, gradient])
  },
}

export const rules: Record<string, Rule> = {
  SGD: {
    slots: [],
    fed: rate => [rate],
    update: at => applied(at, "ResourceApplyGradientDescent", [at.fed[0]!, at.gradient]),
  },
  Momentum: {
    slots: ["momentum"],
    fed: rate => [rate],
    update: (at, { momentum, useNesterov }) =>
      applied(at, "ResourceApplyMomentum", [at.fed[0]!, at.gradient, at.emit.float(momentum!)], Boolean(useNesterov)),
  },
  Adam: adam,
  /** Each weight shrinks by rate × decay first, as TensorFlow.js's own step has it. */
  AdamW: {
    slots: adam.slots,
    fed: (rate, t, settings) => [...adam.fed(rate, t, settings), rate * (settings.weightDecay ?? 0)],
    update: (at, settings) => {
      const { emit, variable, fed } = at
      const less = emit.op("Mul", [variable.read, fed[2]!])
      const shrunk = emit.op("AssignSubVariableOp", [variable.handle, less], { dtype: { type: "float32" } })
      return adam.update({ ...at, after: [shrunk] }, settings)
    },
  },
  Adamax: {
    slots: ["first", "norm"],
    fed: (rate, t, { beta1, decay }) => [rate / (1 + (t - 1) * (decay ?? 0)) / (1 - beta1! ** t)],
    update: (at, { beta1, beta2, epsilon }) => {
      const { emit, fed, gradient } = at
      const settings = [emit.float(beta1!), emit.float(beta2!), emit.float(epsilon ?? 1e-7)]
      return applied(at, "ResourceApplyAdaMax", [emit.float(0), fed[0]!, ...settings, gradient])
    },
  },
  RMSProp: {
    slots: ["squares", "momentum"],
    fed: rate => [rate],
    update: (at, { decay, momentum, epsilon, centered }) => {
      if (centered) throw new NotCompilable("its RMSProp is centered")
      const { emit, fed, gradient } = at
      const settings = [decay ?? 0.9, momentum ?? 0, epsilon ?? 1e-7].map(value => emit.float(value))
      return applied(at, "ResourceApplyRMSProp", [fed[0]!, ...settings, gradient])
    },
  },
  Adagrad: {
    slots: ["squares"],
    initial: ({ initialAccumulatorValue }) => initialAccumulatorValue ?? 0.1,
    fed: rate => [rate],
    update: at => applied(at, "ResourceApplyAdagradV2", [at.fed[0]!, at.emit.float(1e-7), at.gradient]),
  },
  Adadelta: {
    slots: ["squares", "updates"],
    fed: rate => [rate],
    update: (at, { rho, epsilon }) => {
      const { emit, fed, gradient } = at
      return applied(at, "ResourceApplyAdadelta", [
        fed[0]!,
        emit.float(rho ?? 0.95),
        emit.float(epsilon ?? 1e-7),
        gradient,
      ])
    },
  },
}

/** The rule of an optimizer of TensorFlow.js; throws NotCompilable for one that has none. */
export function ruleOf(optimizer: Core.Optimizer): { rule: Rule; settings: Settings } {
  const name = optimizer.getClassName()
  const rule = rules[name]
  if (rule === undefined) throw new NotCompilable(`its optimizer is ${name}`)
  return { rule, settings: optimizer.getConfig() as unknown as Settings }
}
