import { useEffect, useRef, useState } from "react"
import { useWords } from "../frame/context.ts"

const tallest = 900

/** Foreign markup in a frame without an origin and without the network. Scripts run only in what is trusted. */
export function Frame({ markup, trusted }: { markup: string; trusted: boolean }) {
  const words = useWords()
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(48)
  useEffect(() => {
    const receive = (event: MessageEvent<unknown>) => {
      const inner = frame.current?.contentWindow
      if (inner === null || inner === undefined || event.source !== inner) return
      const { data } = event
      if (typeof data !== "object" || data === null) return
      // The frame has no origin of its own that could be named.
      if ("ready" in data) inner.postMessage({ markup, color: "#1d1f24", ground: "#ffffff" }, "*")
      else if ("height" in data && typeof data.height === "number") {
        setHeight(Math.min(Math.max(data.height, 24), tallest))
      }
    }
    addEventListener("message", receive)
    return () => removeEventListener("message", receive)
  }, [markup])
  const source = trusted ? "./frame.html" : "./framestill.html"
  return (
    <>
      <iframe
        key={`${source} ${markup.length}`}
        ref={frame}
        className="foreign"
        title={words.outputFrame}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        src={source}
        style={{ height }}
      />
      {!trusted && /<script|\son\w+=/i.test(markup) && <p className="empty">{words.untrustedFrame}</p>}
    </>
  )
}
