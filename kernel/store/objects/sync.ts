import { open } from "node:fs/promises"

/** A rename is on disk when its folder is; where folders cannot be opened (Windows), the system sees to it. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
