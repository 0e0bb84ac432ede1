import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from "react"
import type { NotebookSession } from "../session/notebook.ts"
import type { Workspace } from "../session/workspace.ts"
import type { AppState, Theme } from "../state/app.ts"
import type { NotebookState } from "../state/model.ts"
import type { Store } from "../state/store.ts"
import { en, type Words } from "../words/en.ts"

export const WorkspaceContext = createContext<Workspace | undefined>(undefined)
export const WordsContext = createContext<Words>(en)
export const ThemeContext = createContext<Theme>("light")
export const NotebookContext = createContext<NotebookSession | undefined>(undefined)

const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("A view is drawn outside of what it needs around it.")
  return value
}

export const useWorkspace = (): Workspace => present(useContext(WorkspaceContext))
export const useWords = (): Words => useContext(WordsContext)
export const useTheme = (): Theme => useContext(ThemeContext)
export const useNotebook = (): NotebookSession => present(useContext(NotebookContext))

/** A part of a store's state; the view is drawn again only when that part is another value. */
export function usePart<S, O, T>(
  store: Store<S, O>,
  select: (state: S) => T,
  same = Object.is as (a: T, b: T) => boolean,
): T {
  const last = useRef<{ value: T } | undefined>(undefined)
  const read = useCallback(() => {
    const value = select(store.get())
    if (last.current === undefined || !same(last.current.value, value)) last.current = { value }
    return last.current.value
  }, [store, select, same])
  return useSyncExternalStore(store.subscribe, read)
}

export const useApp = <T>(select: (state: AppState) => T): T => usePart(useWorkspace().app, select)
export const useCells = <T>(select: (state: NotebookState) => T): T => usePart(useNotebook().store, select)
