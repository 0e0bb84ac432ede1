import { existsSync } from "node:fs"
import { mkdir, readFile, rm } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import { writeWhole } from "../../notebook/index.ts"
import { terminalOf } from "../terminal.ts"
import { withAttributes, withoutAttributes } from "./attributes.ts"
import { ownProgram, sections, settingsOf } from "./drivers.ts"
import { git } from "./run.ts"
import { detailOf } from "./show.ts"

export interface GitFlags {
  global?: boolean | undefined
  local?: boolean | undefined
}

type Scope = "--global" | "--local"

/** `kaon git install`: git shows and merges notebooks by cell, in this repository or in all of this person's. Twice is as good as once. */
export async function installVerb({ outputs, ...flags }: GitFlags & { outputs: string }): Promise<void> {
  const detail = detailOf(outputs)
  const scope = scopeOf(flags)
  const file = await attributesFile(scope)
  for (const [name, value] of Object.entries(settingsOf(ownProgram(), detail))) await configure(scope, name, value)
  await edit(file, withAttributes)
  terminalOf(process.stdout).write(
    `git shows and merges notebooks by cell ${scope === "--global" ? "in all your repositories" : "in this repository"} (${file}).\n` +
      (scope === "--local" ? "Commit .gitattributes; who has no Kaon sees notebooks as before.\n" : ""),
  )
}

/** `kaon git uninstall`: takes away what `install` put there, and nothing else. */
export async function uninstallVerb(flags: GitFlags): Promise<void> {
  const scope = scopeOf(flags)
  const file = await attributesFile(scope)
  const before = await attributesOf(file)
  let found = before !== withoutAttributes(before)
  if (found) await edit(file, withoutAttributes)
  for (const section of sections) {
    // A section is one that has a setting: removing one that is not there is an error for git.
    const has = await git(["config", scope, "--get-regexp", `^${section.replace(".", "\\.")}\\.`])
    if (has === undefined) continue
    found = true
    await git(["config", scope, "--remove-section", section])
  }
  terminalOf(process.stdout).write(
    found ? "git handles notebooks as any other file again.\n" : "Nothing to remove: it is not installed there.\n",
  )
}

/** `kaon git status`: 0 where git uses Kaon for the notebooks of this place, else 1. */
export async function statusVerb(json: boolean): Promise<number> {
  const scopes = await Promise.all(
    (["--local", "--global"] as const).map(async scope => {
      const driver = await git(["config", scope, "--get", "merge.kaon.driver"])
      return {
        scope: scope.slice(2),
        installed: driver !== undefined,
        works: driver === undefined ? null : worksHere(driver),
      }
    }),
  )
  const attributes = await git(["check-attr", "diff", "merge", "--", "notebook.ipynb"])
  const inUse = (attributes?.match(/: (?:diff|merge): kaon$/gm) ?? []).length === 2
  const works = inUse && scopes.some(scope => scope.works === true)
  const terminal = terminalOf(process.stdout)
  if (json) terminal.write(`${JSON.stringify({ inUse, works, scopes })}\n`)
  else {
    for (const { scope, installed, works: good } of scopes) {
      const state = !installed
        ? "not installed"
        : good
          ? "installed"
          : "installed for a Kaon that is not there any more"
      terminal.write(`${scope.padEnd(7)} ${state}\n`)
    }
    const here =
      attributes === undefined
        ? "This is no git repository."
        : inUse
          ? "Notebooks here are shown and merged by cell."
          : "Notebooks here are handled as any other file."
    terminal.write(`${here}\n${works || attributes === undefined ? "" : "Install it: kaon git install.\n"}`)
  }
  return works ? 0 : 1
}

/** Are the files there that the command names? */
const worksHere = (driver: string): boolean =>
  [...driver.matchAll(/test -[xf] '([^']+)'/g)].every(([, file]) => existsSync(file!))

function scopeOf({ global, local }: GitFlags): Scope {
  if (global && local) {
    throw new KaonError("USAGE", "Only one of --global and --local can be meant.", { fix: "Give one of them." })
  }
  return global ? "--global" : "--local"
}

async function configure(scope: Scope, name: string, value: string): Promise<void> {
  if ((await git(["config", scope, "--replace-all", name, value])) !== undefined) return
  throw new KaonError("WRITE_FAILED", `git did not take the setting ${name}.`, {
    fix: "Look whether another git command runs (a file config.lock beside its settings), and try again.",
  })
}

/** Where git's attributes are: of the repository, committed with it; or the person's own. Throws USAGE outside of a repository. */
async function attributesFile(scope: Scope): Promise<string> {
  if (scope === "--local") {
    const top = (await git(["rev-parse", "--show-toplevel"]))?.replace(/\r?\n$/, "")
    if (top !== undefined && top !== "") return resolve(top, ".gitattributes")
    throw new KaonError("USAGE", "This folder is in no git repository.", {
      fix: "Go to one, begin one with git init, or write --global.",
    })
  }
  const named = (await git(["config", "--global", "--type=path", "--get", "core.attributesFile"]))?.replace(
    /\r?\n$/,
    "",
  )
  if (named !== undefined && named !== "") return resolve(homedir(), named)
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "git", "attributes")
}

const attributesOf = (file: string): Promise<string> =>
  readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return ""
    throw cause
  })

/** Rewrites the file where that changes it; one that is left empty goes. */
async function edit(file: string, change: (text: string) => string): Promise<void> {
  const before = await attributesOf(file)
  const after = change(before)
  if (after === before) return
  if (after === "") return await rm(file)
  await mkdir(dirname(file), { recursive: true })
  await writeWhole(file, after)
}
