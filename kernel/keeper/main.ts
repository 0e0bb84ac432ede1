import { once } from "node:events"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Keeper } from "./keeper.ts"
import { Attached, problemOf } from "./listen.ts"
import { type Born, type KeeperRecord, orderSchema } from "./protocol.ts"

// Told by the host that starts it, not by arguments, which every user of the machine can read.
const [message] = await once(process, "message")
const order = orderSchema.parse(message)
// A host that is ended with its terminal leaves its keepers alone.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {})

const keeper = new Keeper(
  order.folder,
  { ...order, env: { ...process.env, ...order.env } },
  { changed: state => attached.tell(state), ended: end },
)
const attached = new Attached(() => keeper)

function end(): void {
  keeper.close()
  void attached.close()
  // Hosts that do not hang up must not keep a keeper without a kernel.
  setTimeout(() => process.exit(0), 1000).unref()
  if (process.connected) process.disconnect?.()
  clearInterval(watch)
}

const watch = setInterval(
  () => {
    const { execution, lastActivity } = keeper.state
    const quiet = Date.now() - Math.max(Date.parse(lastActivity), attached.leftAt)
    const unneeded = execution !== "busy" && quiet > order.idleAfter
    // Without its folder nobody finds it any more.
    const lost = !existsSync(order.folder)
    if (attached.count === 0 && (unneeded || lost)) void keeper.call.shutdown()
  },
  Math.max(50, Math.min(order.idleAfter / 4, 60_000)),
)
process.on("SIGTERM", () => void keeper.call.shutdown())

const tell = (born: Born) =>
  new Promise<void>(resolve => {
    if (process.connected) process.send?.(born, () => resolve())
    else resolve()
  })

try {
  await attached.listen()
  await keeper.start()
  const record: KeeperRecord = {
    format: "kaon-keeper/1",
    id: order.id,
    name: order.name,
    pid: process.pid,
    address: attached.address,
    secret: attached.secret,
    started: new Date().toISOString(),
  }
  writeFileSync(join(order.folder, "keeper.json"), JSON.stringify(record, null, 2), { mode: 0o600 })
  await tell({ state: "ready" })
  if (process.connected) process.disconnect?.()
} catch (cause) {
  await tell({ state: "failed", problem: problemOf(cause) })
  process.exitCode = 1
  end()
}
