/** Milliseconds between two looks at what others did. */
const pause = 3000

/** Looks at once when the reader comes back, and every few seconds while the page is seen; one look at a time. */
export function watchOutside(look: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let looking = false
  const again = () => {
    clearTimeout(timer)
    timer = setTimeout(now, pause)
  }
  const now = () => {
    if (looking || document.visibilityState !== "visible") return
    looking = true
    const done = () => {
      looking = false
      again()
    }
    look().then(done, done)
  }
  addEventListener("focus", now)
  document.addEventListener("visibilitychange", now)
  again()
  return () => {
    clearTimeout(timer)
    removeEventListener("focus", now)
    document.removeEventListener("visibilitychange", now)
  }
}
