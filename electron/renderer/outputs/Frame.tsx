import { useEffect, useRef, useSyncExternalStore } from "react"
import { useTheme, useWords } from "../frame/context.ts"
import { heightOf, keepHeight, onHeights, saidBy, unknownHeight } from "./frameheights.ts"

interface Given {
  readonly markup: string
  readonly trusted: boolean
  /** On white in every theme: what was drawn for paper. */
  readonly paper?: boolean
}

/** Foreign markup in a frame without an origin and without the network. Scripts run only in what is trusted. */
export function Frame({ markup, trusted, paper = false }: Given) {
  const words = useWords()
  const theme = useTheme()
  const frame = useRef<HTMLIFrameElement>(null)
  const height = useSyncExternalStore(onHeights, () => heightOf(markup) ?? unknownHeight)
  const dark = !paper && theme !== "light"
  useEffect(() => {
    const colors = dark ? { color: "#e7e8ec", ground: "transparent" } : { color: "#1d1f24", ground: "#ffffff" }
    const receive = (event: MessageEvent<unknown>) => {
      const inner = frame.current?.contentWindow
      if (inner === null || inner === undefined || event.source !== inner) return
      const { data } = event
      if (typeof data !== "object" || data === null) return
      // The frame has no origin of its own that could be named.
      if ("ready" in data) inner.postMessage({ markup, dark, ...colors }, "*")
      else {
        const said = frame.current === null ? undefined : saidBy(frame.current, data)
        if (said !== undefined) keepHeight(markup, said)
      }
    }
    addEventListener("message", receive)
    return () => removeEventListener("message", receive)
  }, [markup, dark])
  const source = trusted ? "./frame.html" : "./framestill.html"
  return (
    <>
      <iframe
        key={`${source} ${markup.length} ${dark}`}
        ref={frame}
        className={dark ? "foreign dark" : "foreign"}
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
