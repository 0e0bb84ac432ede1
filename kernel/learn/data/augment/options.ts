import { KaonError } from "../../../contracts/errors.ts"

/** How training examples are varied by chance, each time they are seen. Nothing is done that is not named. */
export interface Augmentation {
  /** Mirror half of the images: left to right, upside down, or each of both. */
  flip?: "horizontal" | "vertical" | "both"
  /** Move by up to this share of height and width. */
  shift?: number
  /** Turn by up to so many degrees. */
  rotate?: number
  /** Cut out a part of at least this share of height and width, and bring it to full size. */
  crop?: number
  /** Add up to ± this share of the range of values. */
  brightness?: number
  /** Bring values nearer to their mean or further from it, by a factor of 1 ± up to this. */
  contrast?: number
  /** Deviation of normal noise on every number, as a share of the range of values. */
  noise?: number
  /** Blank a square of this share of height and width (T. DeVries, G. W. Taylor, 2017). */
  cutout?: number
  /** Mix each example with another of the batch (H. Zhang et al., 2018), by shares of the distribution Beta(α, α): this α. */
  mixup?: number
}

type Amount = Exclude<keyof Augmentation, "flip">

const bounds: Record<Amount, readonly [number, number, string]> = {
  shift: [0, 1, "a share from 0 to 1, such as 0.1"],
  rotate: [0, 180, "degrees from 0 to 180, such as 10"],
  crop: [0.01, 1, "a share up to 1, such as 0.8"],
  brightness: [0, 1, "a share from 0 to 1, such as 0.2"],
  contrast: [0, 1, "a share from 0 to 1, such as 0.2"],
  noise: [0, 1, "a share from 0 to 1, such as 0.05"],
  cutout: [0, 1, "a share from 0 to 1, such as 0.3"],
  mixup: [1e-3, 100, "a number above 0, such as 0.2"],
}

const pictured: readonly (keyof Augmentation)[] = ["flip", "shift", "rotate", "crop", "contrast", "cutout"]

/** Throws DATA_INVALID for an amount that makes no sense, or what is for images where examples are none. */
export function checkAugmentation(options: Augmentation, shape: readonly number[]): void {
  for (const [name, [least, most, wanted]] of Object.entries(bounds)) {
    const amount = options[name as Amount]
    if (amount === undefined || (amount >= least && amount <= most)) continue
    throw new KaonError("DATA_INVALID", `augment has ${name}: ${amount}.`, { fix: `Give ${wanted}.` })
  }
  const wrong = shape.length === 3 ? undefined : pictured.find(name => options[name] !== undefined)
  if (wrong === undefined) return
  throw new KaonError(
    "DATA_INVALID",
    `augment has ${wrong}, which is for images; examples have shape [${shape.join(", ")}].`,
    {
      fix: "Keep noise and mixup, which are for any numbers.",
    },
  )
}
