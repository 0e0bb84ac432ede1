import type { NotebookSession } from "./notebook.ts"
/** A page of its own without scripts: text, code, texts and bitmaps of the outputs. */
export declare function pageOf(session: NotebookSession): Promise<string>
export declare function exportHtml(session: NotebookSession): Promise<void>
/** The percent format: `// %%` before each cell, text as comments. */
export declare function scriptOf(session: NotebookSession): string
export declare function exportScript(session: NotebookSession): void
