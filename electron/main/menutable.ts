import type { MenuItemConstructorOptions } from "electron"
import type { menuHeadings } from "../../kernel/contracts/shell/messages.ts"

/** One line of a menu: a command of the page's palette by its id, something of the shell, a role of the system, or a line between. */
export type Line =
  | string
  | { shell: "open" | "openFolder" | "recent" }
  | { role: NonNullable<MenuItemConstructorOptions["role"]>; on?: "mac" | "others" }

export const between = "-"

export interface MenuSpec {
  heading: (typeof menuHeadings)[number]
  lines: readonly Line[]
}

/** The menus of the app. Their commands have their names, keys and state from the page, so that menu and palette are one list. */
export const menus: readonly MenuSpec[] = [
  {
    heading: "file",
    lines: [
      "file.new",
      "file.newScript",
      between,
      { shell: "open" },
      { shell: "openFolder" },
      { shell: "recent" },
      between,
      "file.save",
      "file.saveAs",
      "file.trust",
      between,
      "file.html",
      "file.pdf",
      "file.script",
      between,
      { role: "close" },
      { role: "quit", on: "others" },
    ],
  },
  {
    heading: "edit",
    lines: [
      { role: "undo" },
      { role: "redo" },
      between,
      { role: "cut" },
      { role: "copy" },
      { role: "paste" },
      { role: "selectAll" },
      between,
      "view.find",
      between,
      "view.settings",
    ],
  },
  {
    heading: "cell",
    lines: [
      "cell.above",
      "cell.below",
      "cell.delete",
      between,
      "cell.up",
      "cell.down",
      "cell.split",
      "cell.merge",
      between,
      "cell.code",
      "cell.markdown",
      "cell.raw",
      between,
      "fold.source",
      "fold.outputs",
      "outputs.clear",
      "outputs.clearAll",
    ],
  },
  {
    heading: "run",
    lines: [
      "cell.run",
      "cell.runNext",
      "cell.runInsert",
      between,
      "run.all",
      "run.stale",
      "run.needed",
      "run.above",
      "run.below",
      between,
      "kernel.interrupt",
      "kernel.restart",
      "kernel.restartRun",
    ],
  },
  {
    heading: "view",
    lines: [
      "view.palette",
      between,
      "view.files",
      "view.outline",
      "view.pipeline",
      "view.welcome",
      between,
      "view.theme",
      { role: "resetZoom" },
      { role: "zoomIn" },
      { role: "zoomOut" },
      { role: "togglefullscreen" },
    ],
  },
  { heading: "help", lines: ["view.welcome", { role: "about", on: "others" }] },
]

/** Every command that a menu names. */
export const menuCommands: readonly string[] = menus.flatMap(({ lines }) =>
  lines.filter((line): line is string => typeof line === "string" && line !== between),
)
