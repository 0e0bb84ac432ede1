import { type KeyboardEvent, useMemo, useRef, useState } from "react"
import { useWords } from "../frame/context.ts"
import { step, type TreeLine, treeLines } from "./tree.ts"

const root = "[]"

/** A JSON value as a tree: branches open one by one, by mouse or by arrows; long ones show their first entries. */
export function Json({ value }: { value: unknown }) {
  const words = useWords()
  const [open, setOpen] = useState<ReadonlyMap<string, number>>(() => new Map([[root, step]]))
  const lines = useMemo(() => treeLines(value, open), [value, open])
  const [active, setActive] = useState(0)
  const tree = useRef<HTMLDivElement>(null)
  const at = Math.min(active, lines.length - 1)

  const focus = (index: number) => {
    if (index < 0 || index >= lines.length) return
    setActive(index)
    tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[index]?.focus()
  }
  const set = (path: string, shown: number | undefined) => {
    const next = new Map(open)
    if (shown === undefined) next.delete(path)
    else next.set(path, shown)
    setOpen(next)
  }
  const toggle = ({ kind, path, open: isOpen }: TreeLine) => {
    if (kind === "more") set(path, (open.get(path) ?? 0) + step)
    else if (kind === "branch") set(path, isOpen ? undefined : step)
  }
  const press = (event: KeyboardEvent) => {
    const line = lines[at]!
    const parent = () => lines.findLastIndex((other, index) => index < at && other.depth < line.depth)
    const acts: Record<string, () => void> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(lines.length - 1),
      Enter: () => toggle(line),
      " ": () => toggle(line),
      ArrowRight: () => (line.kind === "branch" && !line.open ? toggle(line) : focus(at + 1)),
      ArrowLeft: () => (line.open ? toggle(line) : focus(parent())),
    }
    const act = acts[event.key]
    if (act === undefined || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  return (
    <div ref={tree} className="json" role="tree" aria-label="JSON" data-own-keys onKeyDown={press}>
      {lines.map((line, index) => (
        <div
          key={`${line.path} ${line.kind}`}
          role="treeitem"
          aria-level={line.depth + 1}
          aria-expanded={line.kind === "branch" ? line.open : undefined}
          aria-selected={index === at}
          tabIndex={index === at ? 0 : -1}
          className={line.kind}
          style={{ paddingLeft: Math.min(line.depth, 40) * 16 }}
          onClick={() => {
            setActive(index)
            toggle(line)
          }}
          onKeyDown={undefined}
        >
          {line.kind === "branch" && <i aria-hidden>{line.open ? "▾" : "▸"}</i>}
          {line.key !== undefined && <span className="key">{line.key}: </span>}
          {line.kind === "more" ? (
            <span className="t-comment">{words.outputs.moreEntries(Number(line.text))}</span>
          ) : (
            <span className={classOf[line.kind]}>{line.text}</span>
          )}
        </div>
      ))}
    </div>
  )
}

const classOf = { string: "t-string", number: "t-number", other: "t-keyword", branch: "t-comment", more: "" } as const
