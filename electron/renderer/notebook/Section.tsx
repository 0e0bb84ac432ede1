import { ChevronDown, ChevronRight } from "lucide-react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import type { Cell } from "../state/model.ts"
import { headingLevel, isSectionFolded, sectionEnd } from "../state/sections.ts"

/** Folds the section below a heading, and says how much is folded. */
export function Section({ cell }: { cell: Cell }) {
  const session = useNotebook()
  const words = useWords()
  const heads = headingLevel(cell) !== undefined
  const folded = heads && isSectionFolded(cell)
  const inside = useCells(state => {
    const at = heads ? state.order.indexOf(cell.id) : -1
    return at < 0 ? 0 : sectionEnd(state, at) - at - 1
  })
  if (!heads || (inside === 0 && !folded)) return null
  const turn = () => session.dispatch({ op: "foldSection", cell: cell.id, folded: !folded })
  const Icon = folded ? ChevronRight : ChevronDown
  return (
    <>
      <button
        type="button"
        className="fold-section"
        aria-expanded={!folded}
        aria-label={folded ? words.unfoldSection : words.foldSection}
        title={folded ? words.unfoldSection : words.foldSection}
        onClick={turn}
      >
        <Icon size={15} aria-hidden />
      </button>
      {folded && (
        <button type="button" className="folded" onClick={turn}>
          … {words.hiddenCells(inside)}
        </button>
      )}
    </>
  )
}
