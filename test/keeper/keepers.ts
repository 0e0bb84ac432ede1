import { mkdtempSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ownSpec } from "../../kernel/client/index.ts"
import { type Entry, JournalReader, journalFolder, type KeptKernel, startKeeper } from "../../kernel/keeper/index.ts"
import { headerFactory } from "../../kernel/wire/index.ts"

/** A folder for keepers that ends with the test. */
export function keepersFolder() {
  const folder = mkdtempSync(join(tmpdir(), "kaon-keepers-"))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

export async function kept(folder: string, options: { idleAfter?: number } = {}) {
  const kernel = await startKeeper({ folder, spec: ownSpec(), cwd: folder, ...options })
  return Object.assign(kernel, {
    async [Symbol.asyncDispose]() {
      await kernel.attachment.call("shutdown").catch(() => {})
      kernel.attachment.close()
    },
  })
}

export const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

/** A client of a kept kernel that reads the journal. */
export function talker({ attachment, folder }: KeptKernel, session = "talker") {
  const headers = headerFactory(session)
  const send = (type: string, content: unknown, channel: "shell" | "control" | "stdin" = "shell"): string => {
    const header = headers.header(type)
    const parts = [header, {}, {}, content].map(part => Buffer.from(JSON.stringify(part)))
    attachment.send(channel, session, { parts, buffers: [] })
    return header.msg_id
  }
  const execute = (code: string) =>
    send("execute_request", { code, silent: false, store_history: true, allow_stdin: true })
  return { send, execute, from: (seq: number) => entriesAfter(attachment, folder, seq) }
}

/** Entries of the journal after a number, as they come; ends when the keeper does. */
export async function* entriesAfter(
  attachment: KeptKernel["attachment"],
  folder: string,
  after: number,
): AsyncGenerator<Entry> {
  const reader = await JournalReader.after(journalFolder(folder), after, attachment.state.head)
  let news = Promise.withResolvers<void>()
  const stop = attachment.onState(() => news.resolve())
  void attachment.closed.then(() => news.resolve())
  let open = true
  void attachment.closed.then(() => {
    open = false
  })
  try {
    for (;;) {
      const entries = await reader.read(attachment.state.head)
      yield* entries
      if (entries.length > 0) continue
      if (!open) return
      await news.promise
      news = Promise.withResolvers()
    }
  } finally {
    stop()
    await reader.close()
  }
}

export const isIdleOf = (id: string) => (entry: Entry) =>
  entry.parent === id && entry.type === "status" && textOf(entry.parts[3]).includes('"idle"')
