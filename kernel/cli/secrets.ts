import { resolve } from "node:path"
import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { text } from "node:stream/consumers"
import { KaonError } from "../contracts/errors.ts"
import { userFolders } from "../plugins/folders.ts"
import { SecretStore } from "../secrets/index.ts"

interface Where {
  folder: string
  everywhere: boolean
}

const store = (): SecretStore => new SecretStore(userFolders().state)
const placeOf = ({ folder, everywhere }: Where): string | undefined => (everywhere ? undefined : resolve(folder))

/** `kaon secrets ls`: names and folders, never values. */
export async function listVerb(): Promise<void> {
  const found = await store().list()
  const lines = found.map(
    ({ name, folder = "all folders", changed }) => `${name}  ${folder}  ${changed.slice(0, 10)}\n`,
  )
  process.stdout.write(lines.length === 0 ? "There are no secrets: kaon secrets set NAME adds one.\n" : lines.join(""))
}

/** `kaon secrets set`: the value comes from a hidden line, or from a pipe; never from an argument, which others can see. */
export async function setVerb(name: string, where: Where): Promise<void> {
  const value = process.stdin.isTTY
    ? await hidden(`Value of ${name}: `)
    : (await text(process.stdin)).replace(/\r?\n$/, "")
  const folder = placeOf(where)
  await store().set(name, value, folder)
  process.stdout.write(`${name} is kept for ${folder ?? "all folders"}.\n`)
}

/** Throws SECRET_NOT_FOUND where there is none to remove. */
export async function removeVerb(name: string, where: Where): Promise<void> {
  const folder = placeOf(where)
  if (await store().remove(name, folder)) return
  throw new KaonError("SECRET_NOT_FOUND", `There is no secret ${name} of ${folder ?? "all folders"}.`, {
    fix: "kaon secrets ls shows them; --everywhere names those of all folders.",
  })
}

async function hidden(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await lines.question("")
  } finally {
    lines.close()
    process.stderr.write("\n")
  }
}
