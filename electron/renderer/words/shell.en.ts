/** Texts of the desktop shell: its menus, and what is said where nobody looks at the page. */
export const shellEn = {
  shell: {
    menus: { file: "File", edit: "Edit", cell: "Cell", run: "Run", view: "View", help: "Help" },
    runDone: (time: string) => `Done in ${time}`,
    runFailed: (cell: number, time: string) => `Cell ${cell} failed after ${time}`,
    titleRunning: (percent: string, name: string) => `${percent} ${name}`,
  },
}
