import { type CompletionItem, resolvedSchema } from "./protocol.ts"
import type { Scene } from "./session.ts"

/**
 * Entries that come with types and documentation unless more are asked for. After an edit each costs the server about 0.4 ms in a small notebook,
 * 2.5 ms once TensorFlow's types are loaded (measured): more of them than a reader sees at once would make every list late.
 */
const usual = 10

/** Types and documentation of the first entries; undefined for one that the server knows nothing of. */
export async function detailsOf(
  scene: Scene,
  items: CompletionItem[],
  count: number = usual,
): Promise<(CompletionItem | undefined)[]> {
  const ask = async (item: CompletionItem): Promise<CompletionItem | undefined> => {
    const resolved = resolvedSchema.safeParse(await scene.ask("completionItem/resolve", item))
    return resolved.success ? resolved.data : undefined
  }
  const [first, ...others] = items.slice(0, count)
  // One at first: several at once would each make the server begin anew, one for every processor.
  return first ? [await ask(first), ...(await Promise.all(others.map(ask)))] : []
}
