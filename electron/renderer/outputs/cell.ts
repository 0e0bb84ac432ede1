import { createContext, useContext } from "react"

/** The cell whose outputs are drawn; empty where an output is drawn by itself. */
export const CellContext = createContext("")
export const useCell = (): string => useContext(CellContext)
