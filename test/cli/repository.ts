import { spawnSync } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { type Ended, kaon } from "./command.ts"

export interface Repository extends AsyncDisposable {
  path: string
  home: string
  git(args: readonly string[], input?: string): Ended
  /** git, which must succeed: what it prints. */
  ok(...args: string[]): string
  kaon(...args: string[]): Promise<Ended>
  write(name: string, text: string | Uint8Array): Promise<void>
  read(name: string): Promise<string>
  /** Writes a file and commits all. */
  commit(name: string, text: string | Uint8Array, message?: string): Promise<void>
}

/** A git repository with a home of its own, so that nothing of this machine's settings is read or written. */
export async function repository(): Promise<Repository> {
  const root = await mkdtemp(join(tmpdir(), "kaon-git-"))
  // A folder whose name every careless shell breaks on.
  const [path, home] = [join(root, "it's a répo"), join(root, "home")]
  await Promise.all([mkdir(path), mkdir(home)])
  const env = {
    ...{
      HOME: home,
      XDG_CONFIG_HOME: "",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: join(home, ".gitconfig"),
      GIT_EDITOR: "true",
    },
    ...{
      GIT_AUTHOR_NAME: "A",
      GIT_AUTHOR_EMAIL: "a@b",
      GIT_COMMITTER_NAME: "A",
      GIT_COMMITTER_EMAIL: "a@b",
      LC_ALL: "C",
      GIT_PAGER: "cat",
    },
  }
  const git = (args: readonly string[], input = ""): Ended => {
    const { status, stdout, stderr } = spawnSync("git", [...args], {
      cwd: path,
      env: { ...process.env, ...env },
      input,
      encoding: "utf8",
    })
    return { status, out: stdout, err: stderr }
  }
  const ok = (...args: string[]): string => {
    const { status, out, err } = git(args)
    if (status !== 0) throw new Error(`git ${args.join(" ")} ended with ${status}:\n${out}\n${err}`)
    return out
  }
  const write = async (name: string, text: string | Uint8Array) => {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  ok("init", "-q", "-b", "main")
  return {
    ...{ path, home, git, ok, write },
    kaon: (...args) => kaon(args, { cwd: path, env }).ended,
    read: name => readFile(join(path, name), "utf8"),
    commit: async (name, text, message = `change ${name}`) => {
      await write(name, text)
      ok("add", "-A")
      ok("commit", "-qm", message)
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}
