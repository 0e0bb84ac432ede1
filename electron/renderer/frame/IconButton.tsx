import type { ComponentType } from "react"

interface Given {
  readonly icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>
  /** What it does: its name for everybody, and its tooltip. */
  readonly label: string
  readonly size?: number
  readonly small?: boolean
  readonly className?: string
  /** Out of the order of Tab, where a row or a toolbar has keys of its own. */
  readonly skipped?: boolean
  readonly disabled?: boolean
  onClick(event: React.MouseEvent<HTMLButtonElement>): void
}

/** A button that is a picture, with its name in words. */
export function IconButton({
  icon: Icon,
  label,
  size = 14,
  small = false,
  className = "",
  skipped = false,
  disabled = false,
  onClick,
}: Given) {
  const names = ["icon-button", small && "small", className].filter(Boolean).join(" ")
  return (
    <button
      type="button"
      className={names}
      title={label}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
      {...(skipped && { tabIndex: -1 })}
    >
      <Icon size={size} aria-hidden />
    </button>
  )
}
