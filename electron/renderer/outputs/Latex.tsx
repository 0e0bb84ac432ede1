import { useEffect, useRef, useState } from "react"
import { latexOf } from "../../../kernel/contracts/formula.ts"
import { drawFormula } from "./math.ts"

/** A formula by itself. Until it is drawn, and where it cannot be, its source stands there. */
export function Latex({ source }: { source: string }) {
  const place = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const node = place.current
    if (node !== null) drawFormula(latexOf(source), node).catch(() => setFailed(true))
  }, [source])
  return failed ? <pre className="terminal">{source}</pre> : <div ref={place} className="latex" />
}
