import { z } from "zod"
export declare const settingsSchema: z.ZodObject<
  {
    theme: z.ZodDefault<
      z.ZodEnum<{
        contrast: "contrast"
        dark: "dark"
        light: "light"
        system: "system"
      }>
    >
    language: z.ZodDefault<
      z.ZodEnum<{
        en: "en"
        zh: "zh"
      }>
    >
    autosave: z.ZodDefault<z.ZodBoolean>
  },
  z.core.$strip
>
export type Settings = z.infer<typeof settingsSchema>
export type Theme = "light" | "dark" | "contrast"
export type Panel = "files" | "outline" | "find" | "runs" | "deployments" | "plugins" | "settings"
/** A question over the page that one answer closes. */
export type Dialog =
  | {
      readonly kind: "trust"
      readonly proceed: (() => void) | undefined
    }
  | {
      readonly kind: "restart"
      readonly proceed: () => void
    }
  | {
      readonly kind: "conflict"
      readonly merged: number
      readonly clashes: number
      readonly answer: (choice: "merge" | "mine" | "theirs") => void
    }
  | {
      readonly kind: "kernel"
      readonly choose: (name: string) => void
      readonly kernels: readonly {
        name: string
        title: string
      }[]
    }
export interface AppState {
  readonly tabs: readonly string[]
  readonly current: string | undefined
  readonly panel: Panel | undefined
  readonly right: boolean
  readonly palette: boolean
  readonly dialog: Dialog | undefined
  readonly settings: Settings
  /** Whether the panels are sheets over a narrow page. */
  readonly narrow: boolean
  readonly cursor:
    | {
        readonly line: number
        readonly column: number
      }
    | undefined
  /** What a screen reader is told. */
  readonly said: string
}
export type AppOperation =
  | {
      op: "open"
      path: string
    }
  | {
      op: "close"
      path: string
    }
  | {
      op: "welcome"
    }
  | {
      op: "panel"
      panel: Panel | undefined
    }
  | {
      op: "right"
      shown?: boolean
    }
  | {
      op: "palette"
      shown: boolean
    }
  | {
      op: "dialog"
      dialog: Dialog | undefined
    }
  | {
      op: "settings"
      settings: Partial<Settings>
    }
  | {
      op: "narrow"
      narrow: boolean
    }
  | {
      op: "cursor"
      cursor: AppState["cursor"]
    }
  | {
      op: "say"
      text: string
    }
export type AppEffect =
  | {
      effect: "keepSettings"
      settings: Settings
    }
  | {
      effect: "keepTabs"
    }
export declare function reduceApp(
  state: AppState,
  operation: AppOperation,
): {
  state: AppState
  effects: AppEffect[]
}
