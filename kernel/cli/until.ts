/** Resolves at Ctrl-C, or when the process is told to end. Called before what tells people of it, since they may be quick. */
export async function untilAsked(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
  for (const signal of signals) process.on(signal, resolve)
  const awake = setInterval(() => {}, 2 ** 30)
  await promise
  clearInterval(awake)
  for (const signal of signals) process.off(signal, resolve)
}
