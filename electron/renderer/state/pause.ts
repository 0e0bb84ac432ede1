/** Milliseconds after the last key that count as a pause, and after which there is one all the same while somebody types on. */
const pause = 200
const longest = 600

/** Puts things off until a pause in what asks for them: of those asked for before it, the last one is done. */
export function atPause(): (then: () => void) => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let since = 0
  return then => {
    const now = Date.now()
    if (timer === undefined) since = now
    clearTimeout(timer)
    const wait = Math.max(0, Math.min(pause, since + longest - now))
    timer = setTimeout(() => {
      timer = undefined
      then()
    }, wait)
  }
}
