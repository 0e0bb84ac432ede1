import { FileDown } from "lucide-react"
import { useWords } from "../frame/context.ts"
import { useBytes } from "./Picture.tsx"

/** Sound and film with the browser's own controls. Nothing plays by itself. */
export function Media({ type, data, label }: { type: string; data: string; label: string }) {
  const address = useBytes(type, data)
  if (type.startsWith("audio/")) {
    // biome-ignore lint/a11y/useMediaCaption: an output brings no captions along
    return <audio controls src={address} aria-label={label} />
  }
  // biome-ignore lint/a11y/useMediaCaption: an output brings no captions along
  return <video controls src={address} aria-label={label} style={{ maxWidth: "100%", maxHeight: 480 }} />
}

/** A document that the page does not draw: it can be saved. */
export function Document({ type, data, name }: { type: string; data: string; name: string }) {
  const words = useWords()
  const address = useBytes(type, data)
  return (
    <p className="document">
      <FileDown size={15} aria-hidden />
      <span>{words.kindOfFile(type.split("/")[1] ?? "", words.fileSize(Math.ceil(data.length * 0.75)))}</span>
      {address !== undefined && (
        <a className="btn slim" href={address} download={name}>
          {words.outputs.save}
        </a>
      )}
    </p>
  )
}
