import { type CSSProperties, memo } from "react"
import { ansiPieces, type Look } from "../code/ansi.ts"

const colorOf = (color: string | undefined): string | undefined =>
  color === undefined ? undefined : color.startsWith("#") ? color : `var(--ansi-${color.replace("bright-", "")})`

const styleOf = (look: Look): CSSProperties => {
  const [front, back] = look.inverse
    ? [look.background ?? "white", look.color ?? "black"]
    : [look.color, look.background]
  const color = colorOf(front)
  const background = colorOf(back)
  return {
    ...(color !== undefined && { color }),
    // A coloured ground behind coloured text is seldom readable in both themes: it becomes a tint.
    ...(background !== undefined && { background: `color-mix(in srgb, ${background} 22%, transparent)` }),
    ...(look.bold && { fontWeight: 650 }),
    ...(look.italic && { fontStyle: "italic" }),
    ...(look.underline && { textDecoration: "underline" }),
  }
}

/** A terminal's text with its colours. */
export const Terminal = memo(function Terminal({ text, error = false }: { text: string; error?: boolean }) {
  return (
    <pre className={error ? "terminal err" : "terminal"}>
      {ansiPieces(text).map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
        <span key={index} style={styleOf(piece.look)}>
          {piece.text}
        </span>
      ))}
    </pre>
  )
})
