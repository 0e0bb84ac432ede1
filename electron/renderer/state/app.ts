import { z } from "zod"
import type { Backend } from "../../../kernel/contracts/extension.ts"
import { defaultSettings, type Settings, settingsSchema } from "../../../kernel/contracts/settings.ts"
import type { Place } from "../session/names.ts"
import { type Match, noQuery, type Query } from "./search.ts"

export type Theme = "light" | "dark" | "contrast"

export type Panel = "files" | "outline" | "find" | "runs" | "deployments" | "plugins" | "settings"

/** A question over the page that one answer closes. */
export type Dialog =
  | { readonly kind: "trust"; readonly proceed: (() => void) | undefined }
  | { readonly kind: "restart"; readonly proceed: () => void }
  | {
      readonly kind: "conflict"
      /** Cells that were changed on one side alone. */
      readonly here: number
      readonly there: number
      readonly clashes: number
      readonly choices: readonly ("merge" | "mine" | "theirs")[]
      readonly answer: (choice: "merge" | "mine" | "theirs") => void
    }
  | {
      readonly kind: "confirm"
      readonly title: string
      readonly text: string
      readonly action: string
      readonly proceed: () => void
    }
  | { readonly kind: "problem"; readonly title: string; readonly text: string }
  | { readonly kind: "saveAs"; readonly path: string; readonly save: (path: string) => Promise<string | undefined> }
  | {
      readonly kind: "kernel"
      readonly choose: (name: string) => void
      readonly kernels: readonly { name: string; title: string; now: boolean }[]
    }
  | { readonly kind: "keys" }
  | { readonly kind: "backend"; readonly backend: Backend }
  | {
      readonly kind: "rename"
      readonly name: string
      readonly places: readonly Place[]
      /** Resolves with whether it could be done. */
      readonly rename: (to: string) => Promise<boolean>
    }
  | {
      readonly kind: "uses"
      readonly name: string
      readonly places: readonly Place[]
      readonly go: (place: Place) => void
    }

/** What is looked for in the open notebook; `at` counts the matches, -1 before the first. */
export interface Find {
  readonly query: Query
  readonly by: string
  readonly at: number
  /** The match that was gone to last. */
  readonly match: Match | undefined
}
export const noFind: Find = { query: noQuery, by: "", at: -1, match: undefined }

/** The other side of a comparison. */
export type Side = "checkpoint" | "head" | "disk"

/** The page of runs: all of them, or one. */
export interface RunsView {
  readonly open: { readonly id: string; readonly folder: string } | undefined
}

export interface AppState {
  readonly tabs: readonly string[]
  readonly current: string | undefined
  /** What was opened last, the latest first. */
  readonly recent: readonly string[]
  /** What the current notebook is compared with, instead of being shown. */
  readonly compare: Side | undefined
  /** The page of runs, where it is shown instead of the current document. */
  readonly runs: RunsView | undefined
  readonly panel: Panel | undefined
  readonly right: boolean
  readonly palette: boolean
  readonly dialog: Dialog | undefined
  readonly settings: Settings
  /** Whether the panels are sheets over a narrow page. */
  readonly narrow: boolean
  readonly cursor: { readonly line: number; readonly column: number } | undefined
  /** What a screen reader is told. */
  readonly said: string
  readonly find: Find
  /** The first cell in view. */
  readonly seen: string | undefined
}

export type AppOperation =
  | { op: "open"; path: string }
  | { op: "close"; path: string }
  | { op: "moved"; from: string; to: string }
  | { op: "forget"; path: string }
  | { op: "restoreTabs"; tabs: readonly string[] }
  | { op: "welcome" }
  | { op: "compare"; side: Side | undefined }
  | { op: "runs"; view: RunsView | undefined }
  | { op: "panel"; panel: Panel | undefined }
  | { op: "right"; shown?: boolean }
  | { op: "palette"; shown: boolean }
  | { op: "dialog"; dialog: Dialog | undefined }
  | { op: "settings"; settings: Partial<Settings> }
  | { op: "narrow"; narrow: boolean }
  | { op: "cursor"; cursor: AppState["cursor"] }
  | { op: "say"; text: string }
  | { op: "find"; find: Partial<Find> }
  | { op: "seen"; cell: string | undefined }
  /** Settings as another window left them: they are not to be kept again. */
  | { op: "settingsRead"; settings: Settings }

export type AppEffect = { effect: "keepSettings"; settings: Settings } | { effect: "keepTabs" }

const mostRecent = 12
const strings = z.array(z.string())

/** The state of a page that has just been loaded. */
export const initialApp = (given: { narrow: boolean; settings: unknown; recent: unknown }): AppState => ({
  tabs: [],
  current: undefined,
  recent: strings.catch([]).parse(given.recent),
  compare: undefined,
  runs: undefined,
  panel: given.narrow ? undefined : "files",
  right: !given.narrow,
  palette: false,
  dialog: undefined,
  settings: settingsSchema.catch(defaultSettings).parse(given.settings),
  narrow: given.narrow,
  cursor: undefined,
  said: "",
  find: noFind,
  seen: undefined,
})

type Reducers = {
  [O in AppOperation["op"]]: (state: AppState, operation: Extract<AppOperation, { op: O }>) => AppState
}

const reducers: Reducers = {
  open: (state, { path }) => ({
    ...state,
    tabs: state.tabs.includes(path) ? state.tabs : [...state.tabs, path],
    current: path,
    compare: state.current === path ? state.compare : undefined,
    runs: undefined,
    recent: [path, ...state.recent.filter(other => other !== path)].slice(0, mostRecent),
    panel: state.narrow ? undefined : state.panel,
  }),
  close: (state, { path }) => {
    const at = state.tabs.indexOf(path)
    const tabs = state.tabs.filter(tab => tab !== path)
    const compare = state.current === path ? undefined : state.compare
    return {
      ...state,
      tabs,
      compare,
      current: state.current === path ? tabs[Math.min(at, tabs.length - 1)] : state.current,
    }
  },
  moved: (state, { from, to }) => {
    const renamed = (path: string) =>
      path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : path
    const { current } = state
    return {
      ...state,
      tabs: state.tabs.map(renamed),
      recent: state.recent.map(renamed),
      current: current === undefined ? undefined : renamed(current),
    }
  },
  forget: (state, { path }) =>
    state.recent.includes(path) ? { ...state, recent: state.recent.filter(other => other !== path) } : state,
  restoreTabs: (state, { tabs }) => ({ ...state, tabs: [...new Set([...tabs, ...state.tabs])] }),
  welcome: state => ({ ...state, current: undefined, compare: undefined, runs: undefined }),
  compare: (state, { side }) => ({ ...state, compare: side, runs: undefined }),
  runs: (state, { view }) => ({ ...state, runs: view, panel: state.narrow ? undefined : state.panel }),
  // In a narrow page one sheet is open at a time.
  panel: (state, { panel }) => ({
    ...state,
    panel: state.panel === panel ? undefined : panel,
    right: state.narrow && panel !== undefined ? false : state.right,
  }),
  right: (state, { shown = !state.right }) => ({
    ...state,
    right: shown,
    panel: state.narrow && shown ? undefined : state.panel,
  }),
  palette: (state, { shown }) => ({ ...state, palette: shown }),
  dialog: (state, { dialog }) => ({ ...state, dialog }),
  settings: (state, { settings }) => ({ ...state, settings: { ...state.settings, ...settings } }),
  narrow: (state, { narrow }) =>
    state.narrow === narrow ? state : { ...state, narrow, panel: narrow ? undefined : "files", right: !narrow },
  cursor: (state, { cursor }) => ({ ...state, cursor }),
  say: (state, { text }) => ({ ...state, said: text }),
  find: (state, { find }) => ({ ...state, find: { ...state.find, ...find } }),
  seen: (state, { cell }) => (state.seen === cell ? state : { ...state, seen: cell }),
  settingsRead: (state, { settings }) => ({ ...state, settings }),
}

export function reduceApp(state: AppState, operation: AppOperation): { state: AppState; effects: AppEffect[] } {
  const next = apply(state, operation.op, operation)
  const effects: AppEffect[] = []
  if (operation.op === "settings" && next.settings !== state.settings)
    effects.push({ effect: "keepSettings", settings: next.settings })
  if (next.tabs !== state.tabs || next.current !== state.current || next.recent !== state.recent)
    effects.push({ effect: "keepTabs" })
  return { state: next, effects }
}

const apply = <O extends AppOperation["op"]>(state: AppState, op: O, operation: AppOperation): AppState =>
  reducers[op](state, operation as Extract<AppOperation, { op: O }>)
