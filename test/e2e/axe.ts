import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import type { Page } from "playwright-core"

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

interface Axe {
  run(context: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

/** What axe-core has against the page as it is now, by rule and element. Frames with foreign markup are left out. */
export async function violations(page: Page): Promise<string[]> {
  // The page's policy lets no script of others in; a test may evaluate past it.
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { run } = (globalThis as unknown as { axe: Axe }).axe
    const found = await run(
      { exclude: ["iframe"] },
      { iframes: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    )
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
  })
}

/** Asks axe about one view after another: `found` is what it has against each, by name. What is Monaco's own is left out. */
export function audit(page: Page): { found: Record<string, string[]>; look(name: string): Promise<void> } {
  const found: Record<string, string[]> = {}
  return {
    found,
    async look(name) {
      const list = (await violations(page)).filter(line => !line.includes("monaco"))
      if (list.length > 0) found[name] = list
    },
  }
}
