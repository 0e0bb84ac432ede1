import { desktop } from "../shell/bridge.ts"

/** Prints what is drawn for paper, in the light theme, and calls `done` when the printer has it. */
export async function printPage(name: string, done: () => void): Promise<void> {
  const { dataset } = document.documentElement
  const [theme, title] = [dataset.theme, document.title]
  dataset.theme = "light"
  // Browsers propose the title as the name of the file.
  document.title = name.replace(/\.pdf$/, "")
  const end = () => {
    dataset.theme = theme
    document.title = title
    done()
  }
  if (desktop !== undefined) {
    await desktop.ask("pdf", { name }).finally(end)
    return
  }
  addEventListener("afterprint", end, { once: true })
  window.print()
}
