/** One of the four files of MNIST. `sha256` is that of the unpacked original, since gzip files differ from mirror to mirror. */
export interface Part {
  stem: string
  dimensions: 1 | 3
  sha256: string
}

const images = (set: string, sha256: string): Part => ({ stem: `${set}-images?idx3-ubyte`, dimensions: 3, sha256 })
const labels = (set: string, sha256: string): Part => ({ stem: `${set}-labels?idx1-ubyte`, dimensions: 1, sha256 })

export const parts = {
  trainImages: images("train", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
  trainLabels: labels("train", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
  testImages: images("t10k", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
  testLabels: labels("t10k", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
}

/** The name that mirrors use. */
export const originalName = (part: Part): string => `${part.stem.replace("?", "-")}.gz`

/** The names under which the file is met, the original first: packed or not, with a dash or a dot before `idx`. */
export const names = (part: Part): string[] =>
  ["-", "."].flatMap(mark => [".gz", ""].map(end => part.stem.replace("?", mark) + end))
