import type { Entry } from "../../../kernel/keeper/index.ts"
import { jsonOf } from "../../../kernel/keeper/index.ts"
import type { headerFactory } from "../../../kernel/wire/index.ts"
import { Refusal } from "../http/refusal.ts"
import { follow } from "../kernels/follow.ts"
import type { HostKernel } from "../kernels/kernel.ts"

/** Milliseconds within which a kernel answers. */
const patience = 20_000

/** Sends a request of the host's own on shell, and gives the first thing that `found` finds among what answers it. Refuses with 504. */
export async function request<T>(
  kernel: HostKernel,
  header: ReturnType<ReturnType<typeof headerFactory>["header"]>,
  content: unknown,
  found: (entry: Entry) => T | undefined,
  milliseconds = patience,
): Promise<T> {
  const reader = await kernel.reader()
  const parts = [header, {}, {}, content].map(part => Buffer.from(JSON.stringify(part)))
  kernel.send("shell", header.session, { parts, buffers: [] })
  for await (const entries of follow(kernel, reader, AbortSignal.timeout(milliseconds))) {
    for (const entry of entries) {
      const answer = entry.parent === header.msg_id && entry.from === undefined ? found(entry) : undefined
      if (answer !== undefined) return answer
    }
  }
  throw new Refusal(504, "The kernel did not answer.", { fix: "Interrupt it, or try again when its cell is done." })
}

/** Finds the content of a reply. */
export const replyOf =
  (type: string) =>
  (entry: Entry): unknown =>
    entry.type === type ? (jsonOf(entry.parts[3]) ?? {}) : undefined
