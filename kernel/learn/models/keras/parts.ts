import { tf } from "../../tf.ts"
import { NotMapped } from "../layers/settings.ts"
import { objectSchema } from "./schema.ts"

/** Keras's names for activations, and those of the classes that compute them here. What is not named has the same name. */
export const activationNames: Readonly<Record<string, string>> = {
  silu: "swish",
  leaky_relu: "leakyRelu",
  hard_sigmoid: "reluSigmoid",
  hard_silu: "hardSilu",
  hard_swish: "hardSilu",
  log_sigmoid: "logSigmoid",
  log_softmax: "logSoftmax",
}

const { classNameMap } = tf.serialization.SerializationMap.getMap()
const same = "elu selu relu relu6 linear sigmoid softplus softsign tanh softmax gelu mish swish exponential celu".split(
  " ",
)

/** An activation by its name here. Throws NotMapped for one that is not known, or a function of the user's own. */
export function activation(value: unknown): string {
  if (value === null || value === undefined) return "linear"
  const parsed = objectSchema.safeParse(value)
  const name = parsed.success ? parsed.data.class_name : typeof value === "string" ? value : undefined
  if (name !== undefined && same.includes(name)) return name
  const found = name === undefined ? undefined : activationNames[name]
  if (found !== undefined) return found
  throw new NotMapped(
    `its activation ${parsed.success ? `is ${name}` : JSON.stringify(value)}, which is not known here`,
  )
}

const initializerNames: Readonly<Record<string, string>> = { LecunNormal: "LeCunNormal", LecunUniform: "LeCunUniform" }
const initializers =
  "Zeros Ones Constant RandomUniform RandomNormal TruncatedNormal Identity VarianceScaling GlorotUniform GlorotNormal HeNormal HeUniform LeCunNormal LeCunUniform Orthogonal".split(
    " ",
  )

/** An initializer, or undefined for one that is not known: its weights are read from the file in any case. */
export function initializer(value: unknown): object | undefined {
  const parsed = objectSchema.safeParse(value)
  if (!parsed.success) return undefined
  const { class_name, config } = parsed.data
  const className = initializerNames[class_name] ?? class_name
  if (!initializers.includes(className)) return undefined
  const { seed, ...settings } = config
  if (config.distribution === "untruncated_normal") config.distribution = "normal"
  return { className, config: camelCased({ ...settings, ...(typeof seed === "number" && { seed }) }) }
}

const decays: Readonly<Record<string, (config: Record<string, unknown>) => { l1: unknown; l2: unknown }>> = {
  L1: ({ l1 }) => ({ l1, l2: 0 }),
  L2: ({ l2 }) => ({ l1: 0, l2 }),
  L1L2: ({ l1, l2 }) => ({ l1, l2 }),
}

/** Throws NotMapped for a penalty that is none of L1 and L2: leaving it out would change how the model trains on. */
export function regularizer(value: unknown): object | null {
  if (value == null) return null
  const parsed = objectSchema.safeParse(value)
  const decay = parsed.success ? decays[parsed.data.class_name] : undefined
  if (decay === undefined) throw new NotMapped(`its regularizer is ${JSON.stringify(value)}`)
  return { className: "L1L2", config: decay(parsed.data!.config) }
}

export function constraint(value: unknown): object | null {
  if (value == null) return null
  const parsed = objectSchema.safeParse(value)
  if (!parsed.success || !["MaxNorm", "UnitNorm", "NonNeg", "MinMaxNorm"].includes(parsed.data.class_name))
    throw new NotMapped(`its constraint is ${JSON.stringify(value)}`)
  return { className: parsed.data.class_name, config: camelCased(parsed.data.config) }
}

export const camel = (name: string): string => name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Names of settings, and words that are values, as TensorFlow.js writes them. */
const camelCased = (config: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [camel(name), typeof value === "string" ? camel(value) : value]),
  )

export const isKnownClass = (name: string): boolean => Object.hasOwn(classNameMap, name)
