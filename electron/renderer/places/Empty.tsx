import type { ComponentType, ReactNode } from "react"

interface Given {
  readonly icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}

/** A place where nothing is yet: what will be there, and the way to get it there. */
export function Empty({ icon: Icon, title, text, children }: Given) {
  return (
    <div className="beside-empty">
      <Icon size={22} aria-hidden />
      <h3>{title}</h3>
      <p>{text}</p>
      {children}
    </div>
  )
}
