import type { Backend } from "../../../kernel/contracts/extension.ts"
import type { Words } from "../words/en.ts"

/** One phrase: what the kernel has loaded to compute with, or what it would load and that it has not yet. */
export function computing({ loaded, ...expected }: Backend, { backend: words }: Words): string {
  const { name, ...rest } = loaded ?? expected
  const library = name === "tensorflow" && "variant" in rest ? words[rest.variant](rest.version) : words.javascript
  return `${library} · ${loaded === undefined ? words.notLoaded : words.threads(loaded.threads)}`
}
