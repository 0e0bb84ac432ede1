import { useEffect, useRef, useState } from "react"

/**
 * Foreign markup on paper: in the same still frame as an untrusted output, without an origin, scripts or the network, and as tall as
 * it wants to be. `data-waiting` is there until its height is known.
 */
export function PrintFrame({ markup }: { markup: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState<number>()
  useEffect(() => {
    const receive = ({ source, data }: MessageEvent<unknown>) => {
      const inner = frame.current?.contentWindow
      if (inner === null || inner === undefined || source !== inner) return
      if (typeof data !== "object" || data === null) return
      // The frame has no origin of its own that could be named.
      if ("ready" in data) inner.postMessage({ markup, color: "#1d1f24", ground: "#ffffff" }, "*")
      else if ("height" in data && typeof data.height === "number" && data.height > 0)
        setHeight(Math.min(data.height, 20_000))
    }
    addEventListener("message", receive)
    return () => removeEventListener("message", receive)
  }, [markup])
  return (
    <iframe
      ref={frame}
      title="output"
      className="foreign"
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      src="./framestill.html"
      data-markup={markup}
      data-waiting={height === undefined ? "" : undefined}
      style={{ height: height ?? 120 }}
    />
  )
}
