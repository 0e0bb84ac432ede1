import { X } from "lucide-react"
import { useEffect, useMemo, useState } from "react"
import { createPortal } from "react-dom"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import { Modal } from "../frame/Modal.tsx"
import { Grid } from "../grid/Grid.tsx"
import type { Variable } from "../state/model.ts"
import { sizeText, typeOf } from "./listing.ts"

/** A variable's rows over the page; they are read again after each cell that ran. */
export function Viewer({ variable, close }: { variable: Variable; close(): void }) {
  const session = useNotebook()
  const words = useWords()
  const listed = useCells(state => state.variables)
  const { name, bytes } = variable
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list means that a cell ran, which may have changed the rows
  const source = useMemo(() => session.knowledge.values.rowsOf(name), [session, name, listed])
  const height = useRoom()
  return createPortal(
    <Modal label={words.values.table(name)} className="viewer" close={close}>
      <div className="viewer-head">
        <h2>{name}</h2>
        <span>{[typeOf(variable), sizeText(bytes)].filter(Boolean).join(" · ")}</span>
        <span className="grow" />
        <IconButton icon={X} label={words.close} size={15} onClick={close} />
      </div>
      <Grid source={source} label={words.values.table(name)} height={height} />
    </Modal>,
    document.body,
  )
}

function useRoom(): number {
  const [room, setRoom] = useState(roomNow)
  useEffect(() => {
    const look = () => setRoom(roomNow())
    addEventListener("resize", look)
    return () => removeEventListener("resize", look)
  }, [])
  return room
}

const roomNow = (): number => Math.max(200, Math.round(innerHeight * 0.84) - 90)
