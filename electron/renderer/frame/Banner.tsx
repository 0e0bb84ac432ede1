import type { ReactNode } from "react"

/** A line above a document that waits for its reader: what is so, and what can be done. */
export function Banner({ bad = false, text, children }: { bad?: boolean; text: string; children?: ReactNode }) {
  return (
    <div className={bad ? "banner bad" : "banner"} {...(bad && { role: "alert" })}>
      <span className="grow">{text}</span>
      {children}
    </div>
  )
}

export function BannerButton({ onClick, children }: { onClick(): void; children: ReactNode }) {
  return (
    <button type="button" className="btn slim" onClick={onClick}>
      {children}
    </button>
  )
}
