import type { Connection } from "./connection.ts"

const minute = 60_000

/**
 * Keeps one server: starts it at first need, again after its death, but no more than `perMinute` times in a minute.
 * `get` never rejects; it gives undefined where there is no server to be had.
 */
export function keepServer(
  start: () => Promise<Connection | undefined>,
  { perMinute = 5, now = () => performance.now() }: { perMinute?: number; now?: () => number } = {},
) {
  let current: Promise<Connection | undefined> | undefined
  let connection: Connection | undefined
  let starts: number[] = []
  let ended = false

  const begin = async (): Promise<Connection | undefined> => {
    try {
      connection = await start()
    } catch {
      connection = undefined
    }
    if (ended) connection?.kill()
    if (connection?.alive) {
      connection.closed.then(() => {
        current = undefined
      })
      return connection
    }
    current = undefined
    return undefined
  }

  return {
    get(): Promise<Connection | undefined> {
      if (ended) return Promise.resolve(undefined)
      if (current) return current
      starts = starts.filter(at => now() - at < minute)
      if (starts.length >= perMinute) return Promise.resolve(undefined)
      starts.push(now())
      current = begin()
      return current
    },
    get running(): Connection | undefined {
      return connection?.alive ? connection : undefined
    },
    end(): void {
      ended = true
      connection?.kill()
    },
  }
}
