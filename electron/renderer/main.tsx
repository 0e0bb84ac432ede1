import "@fontsource-variable/inter/index.css"
import "@fontsource-variable/jetbrains-mono/index.css"
import "./look/tokens.css"
import "./look/controls.css"
import "./look/lists.css"
import "./look/frame.css"
import "./look/dialogs.css"
import "./look/keys.css"
import "./look/forms.css"
import "./look/secrets.css"
import "./look/notebook.css"
import "./look/cellhead.css"
import "./look/code.css"
import "./look/prose.css"
import "./look/outputs.css"
import "./look/figures.css"
import "./look/grid.css"
import "./look/variables.css"
import "./look/pipeline.css"
import "./look/welcome.css"
import "./look/files.css"
import "./look/compare.css"
import "./look/places.css"
import "./look/runs.css"
import "./look/print.css"
import { createRoot } from "react-dom/client"
import { z } from "zod"
import { App } from "./frame/App.tsx"
import { kept } from "./session/kept.ts"
import { Workspace } from "./session/workspace.ts"
import { joinShell } from "./shell/join.ts"

// Without it zod compiles its checks with `new Function`, which the page's policy forbids.
z.config({ jitless: true })

const keptTabs = z.object({ tabs: z.array(z.string()), current: z.string().optional() })

const parameters = new URLSearchParams(location.search)
const token = parameters.get("token") ?? sessionStorage.getItem("kaon.token") ?? ""
const base = parameters.get("server") ?? sessionStorage.getItem("kaon.server") ?? new URL("./", location.href).href
if (parameters.has("token") || parameters.has("server")) {
  sessionStorage.setItem("kaon.token", token)
  sessionStorage.setItem("kaon.server", base)
  // The token does not stay in the address, where it would be copied and kept in the history.
  history.replaceState(null, "", location.pathname + location.hash)
}

const workspace = new Workspace({ base, token })
createRoot(document.getElementById("root")!).render(<App workspace={workspace} />)
joinShell(workspace)

/** The file that the address names, "" where it names none that can be read. */
function named(): string {
  try {
    return decodeURI(location.hash.slice(1))
  } catch {
    return ""
  }
}

const wanted = named()
const { tabs = [], current } = keptTabs.safeParse(kept("tabs")).data ?? {}
workspace.app.dispatch({ op: "restoreTabs", tabs })
if (wanted !== "") void workspace.open(wanted)
else if (current !== undefined && tabs.includes(current)) void workspace.open(current)
// A link that was followed here, or an address that was typed over.
addEventListener("hashchange", () => void (named() !== "" && workspace.open(named())))
