import { useEffect, useState } from "react"
import { drawMarkdown } from "./markdown.ts"

const drawn = new Map<string, string>()
const most = 500

/** Markdown as text; the same source is worked out once. */
export function Markdown({ source, attachments }: { source: string; attachments?: Readonly<Record<string, string>> }) {
  const [markup, setMarkup] = useState(drawn.get(source))
  useEffect(() => {
    let current = true
    const known = drawn.get(source)
    if (known !== undefined) setMarkup(known)
    else
      void drawMarkdown(source, attachments, "htmlAndMathml").then(found => {
        if (drawn.size > most) drawn.clear()
        drawn.set(source, found)
        if (current) setMarkup(found)
      })
    return () => {
      current = false
    }
  }, [source, attachments])
  if (markup === undefined) return <div className="prose">{source.split("\n")[0]?.replace(/^#+ /, "")}</div>
  // biome-ignore lint/security/noDangerouslySetInnerHtml: drawMarkdown returns sanitised markup only
  return <div className="prose" dangerouslySetInnerHTML={{ __html: markup }} />
}
