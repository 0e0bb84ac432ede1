import type { Loaded } from "../../contracts/extension.ts"
import type { Cells } from "../cells.ts"
import type { CodeAnswers } from "../code.ts"
import type { MainInspector } from "../inspector.ts"
import type { MainLink } from "../mainlink.ts"
import type { Mutations } from "../mutations.ts"
import { backend } from "./backend.ts"
import { editedMethods } from "./edited.ts"
import { Extension } from "./extension.ts"
import { graphMethods } from "./graph.ts"
import { languageMethods } from "./language.ts"
import { variableMethods } from "./variables.ts"

export interface ExtensionEdges {
  cells: Cells
  code: CodeAnswers
  inspector: MainInspector
  link: MainLink
  mutations: Mutations
  keepBest(): Promise<boolean>
  loaded(): Loaded | undefined
}

/** The extension with all its methods over this kernel. */
export const createExtension = ({
  cells,
  mutations,
  code,
  inspector,
  link,
  keepBest,
  loaded,
}: ExtensionEdges): Extension =>
  new Extension({
    ...languageMethods(code, link),
    ...variableMethods(cells, inspector, link),
    ...graphMethods({ cells, mutations }),
    ...editedMethods({ cells, mutations }, code),
    "learning.backend": () => backend(loaded()),
    "training.keepBest": async () => ({ stopped: await keepBest() }),
  })
