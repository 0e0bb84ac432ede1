import { kindSymbol } from "../contracts/brand.ts"
import { KaonError } from "../contracts/errors.ts"
import type { MimeBundle } from "../contracts/mime.ts"
import { inputOf } from "./bundle/save.ts"
import type { InputSpec } from "./image.ts"
import { type Displayable, displaySymbol } from "./show/displayable.ts"
import type { Trained } from "./train/trained.ts"

export interface ServeOptions {
  /** What one example is; as the dataset's without. */
  input?: InputSpec
  /** Names of the classes, in the order of the outputs; those of the dataset without. */
  labels?: readonly string[]
  /** Of the service; the deploy cell's name without. */
  name?: string
}

/** A trained model described as a service. Describing starts nothing; deploying it fills `address`. */
export class Service implements Displayable {
  readonly [kindSymbol] = "service"
  readonly trained: Trained
  readonly input: InputSpec
  readonly labels: readonly string[]
  readonly options: ServeOptions
  /** Where it answers, once it is deployed. */
  address: string | undefined

  constructor(trained: Trained, options: ServeOptions) {
    this.trained = trained
    this.input = options.input ?? inputOf(trained.prepare)
    this.labels = options.labels ?? trained.dataset.classes
    this.options = options
  }

  [displaySymbol](): MimeBundle {
    return { "text/plain": this.#summary() }
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#summary()
  }

  #summary(): string {
    const { input, labels, options, trained, address } = this
    const what =
      input.kind === "image" ? `an image ${input.height}×${input.width}×${input.channels}` : `[${input.shape}]`
    const numbers = Number(trained.model.outputs[0]!.shape.at(-1))
    const outcome =
      labels.length > 0
        ? `one of ${labels.length} classes (${labels.join(" ")})`
        : numbers === 1
          ? "a number"
          : `${numbers} numbers`
    return `${options.name ?? trained.dataset.name}: ${what} → ${outcome}\n${address ?? "not deployed yet"}`
  }
}

/** Describes a trained model as a service. Throws SHAPE_MISMATCH where the input or the labels do not fit the model. */
export function serve(trained: Trained, options: ServeOptions = {}): Service {
  const service = new Service(trained, options)
  const { inputWidth } = trained.prepare
  const given =
    service.input.kind === "image"
      ? [service.input.height, service.input.width, service.input.channels]
      : service.input.shape
  if (given.reduce((a, b) => a * b, 1) !== inputWidth) {
    throw new KaonError(
      "SHAPE_MISMATCH",
      `The input is [${given.join(", ")}]; the model was trained on ${inputWidth} values.`,
      {
        fix: "Leave the input out, or give the size that the model was trained on.",
      },
    )
  }
  if (service.labels.length !== trained.dataset.classes.length) {
    const [labels, classes] = [service.labels.length, trained.dataset.classes.length]
    throw new KaonError("SHAPE_MISMATCH", `There are ${labels} labels for the ${classes} classes of the model.`, {
      fix: `Give labels: ${trained.dataset.name}.classes.`,
    })
  }
  return service
}
