import type { NotebookFile } from "../state/file.ts"

/** A notebook of one empty cell, for Kaon's kernel. */
export const emptyNotebook = (): NotebookFile => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { name: "kaon", display_name: "TypeScript (Kaon)", language: "typescript" },
    language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
  },
  cells: [{ cell_type: "code", id: "cell-1", metadata: {}, source: "", outputs: [], execution_count: null }],
})
