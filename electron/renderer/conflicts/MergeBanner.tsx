import { Banner, BannerButton } from "../frame/Banner.tsx"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import { conflictedCells, nextConflict } from "./found.ts"

/** Says that a merge left something to decide, and leads from cell to cell. */
export function MergeBanner() {
  const session = useNotebook()
  const words = useWords().merging
  const count = useCells(state => conflictedCells(state).length)
  if (count === 0) return null
  const go = () => {
    const cell = nextConflict(session.store.get())
    if (cell !== undefined) session.dispatch({ op: "select", cell })
  }
  return (
    <Banner bad text={words.banner(count)}>
      <BannerButton onClick={go}>{words.next}</BannerButton>
    </Banner>
  )
}
