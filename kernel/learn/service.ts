import { kindSymbol } from "../contracts/brand.ts"
import { KaonError } from "../contracts/errors.ts"
import type { MimeBundle } from "../contracts/mime.ts"
import { described, exampleShape, type Servable, type ServedAs } from "./bundle/described.ts"
import type { InputSpec } from "./image.ts"
import { Adopted } from "./models/graph/adopted.ts"
import { GraphModel } from "./models/graph/model.ts"
import { type Displayable, displaySymbol } from "./show/displayable.ts"

export interface ServeOptions extends ServedAs {
  /** Of the service; the deploy cell's name without. */
  name?: string
}

/** A model described as a service. Describing starts nothing; deploying it fills `address`. */
export class Service implements Displayable {
  readonly [kindSymbol] = "service"
  readonly model: Servable
  readonly input: InputSpec
  readonly labels: readonly string[]
  readonly options: ServeOptions
  /** Where it answers, once it is deployed. */
  address: string | undefined
  /** Numbers of the prediction; −1 where that is not known before the model is run. */
  readonly #outputs: number

  constructor(model: Servable, options: ServeOptions) {
    const { input, labels = [], outputs } = described(model, options)
    this.model = model
    this.input = input
    this.labels = labels
    this.options = options
    this.#outputs = outputs.find(({ name }) => name === options.output)?.shape.at(-1) ?? outputs[0]?.shape.at(-1) ?? -1
  }

  [displaySymbol](): MimeBundle {
    return { "text/plain": this.#summary() }
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#summary()
  }

  #summary(): string {
    const { input, labels, options, model, address } = this
    const size = exampleShape(input).map(length => (length < 0 ? "any" : length))
    const what = input.kind === "image" ? `an image ${size.join("×")}` : `[${size}]`
    const numbers = this.#outputs
    const outcome =
      labels.length > 0
        ? `one of ${labels.length} classes (${labels.join(" ")})`
        : numbers === 1
          ? "a number"
          : numbers < 0
            ? "numbers"
            : `${numbers} numbers`
    const name = options.name ?? (model instanceof GraphModel ? model.format : model.dataset.name)
    return `${name}: ${what} → ${outcome}\n${address ?? "not deployed yet"}`
  }
}

/**
 * Describes a model as a service: one that was trained, one of models.adopt with its dataset's preparation, or one of
 * models.open, which takes its own inputs as they are. Throws SHAPE_MISMATCH where the input, the labels or the output do
 * not fit the model.
 */
export function serve(model: Servable, options: ServeOptions = {}): Service {
  if (model instanceof Adopted && (options.output !== undefined || options.activation !== undefined)) {
    throw new KaonError("DATA_INVALID", "An adopted model's output and activation were chosen when it was adopted.", {
      fix: "Give them there: models.adopt(model, dataset, { output, activation }).",
    })
  }
  return new Service(model, options)
}
