import { spawn } from "node:child_process"

/** The operating system's own store of passwords, by the command that comes with it. */
export interface Keyring {
  /** The text that is kept for an account; undefined where there is none, or the store does not answer. */
  read(account: string): Promise<string | undefined>
  write(account: string, text: string): Promise<void>
}

/** A locked store may ask the person; one without a desktop never answers. */
const patience = 30_000

interface Calls {
  read(account: string): [command: string, ...args: string[]]
  /** Texts are handed over on stdin: arguments of a process can be seen by others. */
  write(account: string, text: string): { call: [command: string, ...args: string[]]; stdin: string }
}

const calls: Partial<Record<NodeJS.Platform, Calls>> = {
  linux: {
    read: account => ["secret-tool", "lookup", "service", "kaon", "account", account],
    write: (account, text) => ({
      call: ["secret-tool", "store", "--label=Kaon", "service", "kaon", "account", account],
      stdin: text,
    }),
  },
  darwin: {
    read: account => ["security", "find-generic-password", "-s", "kaon", "-a", account, "-w"],
    write: (account, text) => ({
      call: ["security", "-i"],
      stdin: `add-generic-password -U -s kaon -a ${account} -w ${text}\n`,
    }),
  },
}

/** This system's keyring; undefined where Kaon knows of none, or KAON_KEYRING is off. */
export function systemKeyring(env: NodeJS.ProcessEnv = process.env): Keyring | undefined {
  const known = calls[process.platform]
  if (known === undefined || env.KAON_KEYRING === "off") return undefined
  return {
    read: account => said(known.read(account), "", env),
    write: async (account, text) => {
      const { call, stdin } = known.write(account, text)
      await said(call, stdin, env)
    },
  }
}

/** What a command prints, without the line break at its end; undefined where it fails or is not there. */
function said([command, ...args]: [string, ...string[]], stdin: string, env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"], timeout: patience, env })
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  let text = ""
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    text += piece
  })
  child.once("error", () => resolve(undefined))
  child.once("close", code => resolve(code === 0 ? text.replace(/\r?\n$/, "") : undefined))
  child.stdin.on("error", () => {})
  child.stdin.end(stdin)
  return promise
}
