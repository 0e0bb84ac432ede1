import { createRoot } from "react-dom/client"
import { NotebookContext, ThemeContext, WordsContext, WorkspaceContext } from "../frame/context.ts"
import { drawMarkdown } from "../outputs/markdown.ts"
import type { NotebookSession } from "../session/notebook.ts"
import type { Workspace } from "../session/workspace.ts"
import type { Cell, NotebookState } from "../state/model.ts"
import { Print } from "./Print.tsx"

export interface Mounted {
  readonly node: HTMLElement
  remove(): void
}

/** Milliseconds that charts and frames may take until what is there is taken. */
const patience = 10_000

/** Draws the whole notebook beside the page, where only the printer and the exports look, and waits until charts and frames stand. */
export async function mountPrint(session: NotebookSession, workspace: Workspace): Promise<Mounted> {
  const state = session.store.get()
  const prose = await proseOf(state)
  const node = document.createElement("div")
  node.className = "print"
  node.inert = true
  document.body.append(node)
  const root = createRoot(node)
  root.render(
    <WorkspaceContext value={workspace}>
      <WordsContext value={workspace.words()}>
        <ThemeContext value="light">
          <NotebookContext value={session}>
            <Print state={state} prose={prose} language={session.language} />
          </NotebookContext>
        </ThemeContext>
      </WordsContext>
    </WorkspaceContext>,
  )
  await settled(node, state.order.length)
  return {
    node,
    remove: () => {
      root.unmount()
      node.remove()
    },
  }
}

async function proseOf({ order, cells }: NotebookState): Promise<Map<string, string>> {
  const texts = order.map(id => cells.get(id)!).filter(({ type }) => type === "markdown")
  const drawn = texts.map(async cell => [cell.id, await drawMarkdown(cell.source, picturesOf(cell))] as const)
  return new Map(await Promise.all(drawn))
}

/** A cell's attachments as data URLs, by name. */
function picturesOf({ rest }: Cell): Record<string, string> {
  const { attachments } = rest
  if (typeof attachments !== "object" || attachments === null) return {}
  return Object.fromEntries(
    Object.entries(attachments as Record<string, Record<string, unknown>>).flatMap(([name, bundle]) => {
      const found = Object.entries(bundle).find(([type]) => /^image\/(?:png|jpeg|gif|webp)$/.test(type))
      return found === undefined ? [] : [[name, `data:${found[0]};base64,${String(found[1]).replace(/\s/g, "")}`]]
    }),
  )
}

const unfinished = "[data-waiting], .vega:empty"

function settled(node: HTMLElement, cells: number): Promise<void> {
  const ready = () =>
    node.querySelectorAll(".print-cell").length === cells &&
    node.querySelector(unfinished) === null &&
    [...node.querySelectorAll("img")].every(({ complete }) => complete)
  return new Promise(resolve => {
    const done = () => {
      observer.disconnect()
      clearTimeout(timer)
      node.removeEventListener("load", look, { capture: true })
      // One more frame, so that what came last is laid out.
      requestAnimationFrame(() => resolve())
    }
    const look = () => ready() && done()
    const observer = new MutationObserver(look)
    observer.observe(node, { childList: true, subtree: true, attributes: true })
    node.addEventListener("load", look, { capture: true })
    const timer = setTimeout(done, patience)
    look()
  })
}
