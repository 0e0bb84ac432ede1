import { useCallback, useEffect, useState } from "react"

export type Found<T> =
  | { readonly state: "asking" }
  | { readonly state: "known"; readonly value: T }
  | { readonly state: "failed"; readonly reason: string }

const between = 3000

/** What the host answers, asked again every few seconds while it is shown, and by `again`. The last answer stays while a new one is asked for. */
export function useFound<T>(ask: () => Promise<T>): { found: Found<T>; again(): Promise<void> } {
  const [found, setFound] = useState<Found<T>>({ state: "asking" })
  const again = useCallback(async () => {
    const next = await ask().then(
      (value): Found<T> => ({ state: "known", value }),
      (cause: unknown): Found<T> => ({
        state: "failed",
        reason: cause instanceof Error ? cause.message : String(cause),
      }),
    )
    setFound(before => (JSON.stringify(before) === JSON.stringify(next) ? before : next))
  }, [ask])
  useEffect(() => {
    void again()
    const timer = setInterval(() => !document.hidden && void again(), between)
    return () => clearInterval(timer)
  }, [again])
  return { found, again }
}
