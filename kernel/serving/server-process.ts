import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { type ErrorCode, KaonError } from "../contracts/errors.ts"
import { type ServerMessage, serverMessageSchema } from "./server-message.ts"

const entry = fileURLToPath(new URL("./main.ts", import.meta.url))

export interface ServerArguments {
  bundle: string
  host: string
  port: number
  /** Must it be this port, or the next free one? */
  exact: boolean
  deployment: string
  started: string
}

/** Starts a model server's process. Its output goes where this process's goes. */
export function startProcess({ bundle, host, port, exact, deployment, started }: ServerArguments): ChildProcess {
  const flags = Object.entries({ bundle, host, port, deployment, started }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ])
  return fork(entry, [...flags, ...(exact ? ["--exact"] : [])], {
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  })
}

/** What the process says first: that it is ready, or why not. Throws the server's own error, or SERVICE_FAILED where it dies silently. */
export async function firstWord(child: ChildProcess): Promise<ServerMessage & { state: "ready" }> {
  const ended = once(child, "exit").then(([code, signal]) => {
    throw new KaonError(
      "SERVICE_FAILED",
      `The model server ended (${signal ?? `exit status ${code}`}) before it was ready.`,
    )
  })
  const [message] = await Promise.race([once(child, "message"), ended])
  const word = serverMessageSchema.parse(message)
  if (word.state === "ready") return word
  throw failureOf(word)
}

/** The error that a message of failure describes. */
export const failureOf = ({
  code,
  message,
  fix,
}: {
  code: ErrorCode
  message: string
  fix?: string | undefined
}): KaonError => new KaonError(code, message, { fix })
