import { z } from "zod"

/** The desktop shell, where it can write what would be printed into a file. */
const shell = z.object({
  printToPDF: z.custom<(name: string) => Promise<unknown>>(value => typeof value === "function"),
})

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
  const found = shell.safeParse((globalThis as { kaon?: unknown }).kaon)
  if (found.success) {
    await found.data.printToPDF(name).finally(end)
    return
  }
  addEventListener("afterprint", end, { once: true })
  window.print()
}
