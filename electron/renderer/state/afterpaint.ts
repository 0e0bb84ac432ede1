/** A page that draws nothing now (hidden, or covered) goes on all the same, after so many milliseconds. */
const patience = 100

/** Does something once the next frame is on the screen. */
export function afterPaint(then: () => void): void {
  let done = false
  const once = () => {
    if (done) return
    done = true
    clearTimeout(timer)
    then()
  }
  const timer = setTimeout(once, patience)
  if (typeof requestAnimationFrame === "undefined") return
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    once()
  }
  // A message that is sent while a frame is made arrives when that is painted.
  requestAnimationFrame(() => port2.postMessage(0))
}
