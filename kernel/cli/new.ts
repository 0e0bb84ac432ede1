import { mkdir, writeFile } from "node:fs/promises"
import { basename, dirname, extname, join, relative, resolve } from "node:path"
import { shippedTemplates, type Template, templatesIn } from "../../electron/host/kaon/templates.ts"
import { KaonError } from "../contracts/errors.ts"
import { nearest } from "../contracts/nearest.ts"
import { formatNotebook, parseIpynb, writeFailed } from "../notebook/index.ts"

/** `kaon new`: lists the templates, or starts a notebook of one. */
export async function newVerb(id: string | undefined, place: string | undefined, json: boolean): Promise<void> {
  const templates = await templatesIn(shippedTemplates)
  if (id === undefined) {
    process.stdout.write(json ? `${JSON.stringify(templates.map(said))}\n` : list(templates))
    return
  }
  const file = await started(known(templates, id), place)
  const shown = relative(process.cwd(), file) || file
  process.stdout.write(json ? `${JSON.stringify({ template: id, file })}\n` : `${shown}\nkaon run ${shown} runs it.\n`)
}

const said = ({ id, title, description, stages }: Template) => ({ id, title, description, stages })

function list(templates: readonly Template[]): string {
  const wide = Math.max(...templates.map(({ id }) => id.length))
  const lines = templates.map(({ id, title, description }) => `${id.padEnd(wide)}  ${title}: ${description}\n`)
  return `${lines.join("")}\nkaon new ${templates[0]?.id ?? "<template>"} starts a notebook of one.\n`
}

function known(templates: readonly Template[], id: string): Template {
  const found = templates.find(template => template.id === id)
  if (found !== undefined) return found
  const ids = templates.map(template => template.id)
  const near = nearest(id, ids)
  throw new KaonError("USAGE", `There is no template ${id}.`, {
    fix: near === undefined ? `There are ${ids.join(", ")}.` : `Did you mean ${near}?`,
  })
}

/** Writes the notebook where there is no file yet, making its folder; throws USAGE where there is one, WRITE_FAILED for the rest. */
async function started({ id, content }: Template, place: string | undefined): Promise<string> {
  const file = fileFor(id, place)
  const { notebook } = parseIpynb(JSON.stringify(content), id)
  const text = await formatNotebook(file, notebook)
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text, { flag: "wx" })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw writeFailed(file, cause)
    throw new KaonError("USAGE", `${relative(process.cwd(), file) || file} is there already.`, {
      fix: "Give another name: nothing is overwritten.",
      cause,
    })
  }
  return file
}

/** A path that ends as a notebook does is the file; any other is the folder to put it in. */
function fileFor(id: string, place: string | undefined): string {
  const named = place !== undefined && [".ipynb", ".ts"].includes(extname(place))
  return named ? resolve(place) : resolve(join(place ?? ".", `${basename(id)}.ipynb`))
}
