import { basename, extname, resolve } from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import {
  formatIpynb,
  formatNotebook,
  formatPlain,
  type NotebookFile,
  readNotebook,
  writeWhole,
} from "../../notebook/index.ts"

type Form = (file: NotebookFile, title: string) => Promise<string | Uint8Array>

const html: Form = async ({ notebook }, title) => (await import("./html.ts")).formatHtml(notebook, title)

/** What a notebook can be written as, with the ending of its file. */
const forms: Record<string, { ending: string; write: Form }> = {
  html: { ending: ".html", write: html },
  pdf: {
    ending: ".pdf",
    write: async (file, title) => (await import("./pdf.ts")).toPdf(String(await html(file, title))),
  },
  ts: { ending: ".ts", write: async file => formatNotebook("x.ts", file.notebook, file) },
  ipynb: {
    ending: ".ipynb",
    write: async file => formatIpynb(file.notebook, file.kind === "ipynb" ? file.style : undefined),
  },
  script: { ending: ".plain.ts", write: async ({ notebook }) => formatPlain(notebook) },
  md: { ending: ".md", write: async ({ notebook }) => (await import("./text.ts")).formatMarkdown(notebook) },
}

/** `kaon export`: writes a notebook in another form beside it, or where `output` says; "-" is stdout. The notebook itself is never touched. */
export async function exportVerb(
  path: string,
  { to, output }: { to: string | undefined; output: string | undefined },
): Promise<void> {
  const wanted = to ?? Object.keys(forms).find(name => name !== "script" && output?.endsWith(forms[name]!.ending))
  const form = wanted !== undefined && Object.hasOwn(forms, wanted) ? forms[wanted] : undefined
  if (form === undefined) {
    const what = wanted === undefined ? "It is not said what to export to." : `There is no export to ${wanted}.`
    throw new KaonError("USAGE", what, { fix: `Write --to ${Object.keys(forms).join(", ")}.` })
  }
  const file = await readNotebook(path)
  const stem = basename(path, extname(path))
  const target = output ?? path.replace(/\.[^./\\]*$/, "") + form.ending
  if (target !== "-" && resolve(target) === resolve(path)) {
    throw new KaonError("USAGE", `${target} is the notebook itself.`, { fix: "Give another name with -o." })
  }
  const text = await form.write(file, stem)
  if (target === "-") process.stdout.write(text)
  else {
    await writeWhole(target, text)
    process.stderr.write(`${target}\n`)
  }
}
