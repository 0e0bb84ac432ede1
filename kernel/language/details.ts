import { type CompletionItem, resolvedSchema } from "./protocol.ts"
import type { Scene } from "./session.ts"

/** Entries that are asked for their types and documentation. */
const most = 40

/** Those at the top always come with theirs. */
const always = 8

/**
 * How long the rest of a list waits for them. After an edit the server thinks anew about what is in reach (measured: 4 ms for a list in a small
 * notebook, 20 ms for its details once TensorFlow's types are loaded); what comes later is left out, and cheap to ask for again.
 */
const patienceMs = 25

/** Types and documentation of the first entries: of eight always, of the others as far as they come in time; `complete` if all of them did. */
export async function detailsOf(
  scene: Scene,
  items: CompletionItem[],
  withinMs: number = patienceMs,
): Promise<{ details: (CompletionItem | undefined)[]; complete: boolean }> {
  const until = AbortSignal.timeout(withinMs)
  const ask = async (item: CompletionItem, index: number): Promise<CompletionItem | undefined> => {
    const resolved = resolvedSchema.safeParse(
      await scene.ask("completionItem/resolve", item, index < always ? undefined : until),
    )
    return resolved.success ? resolved.data : undefined
  }
  const [first, ...others] = items.slice(0, most)
  // One at first: several at once would each make the server begin anew, one for every processor.
  const details = first
    ? [await ask(first, 0), ...(await Promise.all(others.map((item, at) => ask(item, at + 1))))]
    : []
  return { details, complete: details.every(item => item !== undefined) }
}
