import { type ChildProcess, execFile, spawn } from "node:child_process"
import { globSync } from "node:fs"
import path from "node:path"
import { promisify } from "node:util"

const main = path.resolve(import.meta.dirname, "../../kernel/cli/main.ts")

export interface Serving {
  /** With the token. */
  readonly address: string
  readonly process: ChildProcess
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** `kaon serve` as a process of its own, on a port that was asked for where one was; `under` is a command that starts it. */
export async function serve(folder: string, home: string, port = 0, under: readonly string[] = []): Promise<Serving> {
  const args = [main, "serve", folder, "--token", "e2e", ...(port === 0 ? [] : ["--port", String(port)])]
  const [program = "", ...words] = [...under, process.execPath, ...args]
  const host = spawn(program, words, {
    env: { ...process.env, KAON_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const exited = new Promise<void>(resolve => host.once("exit", () => resolve()))
  return {
    address: await printed(host),
    process: host,
    end(signal) {
      host.kill(signal)
      return exited
    },
  }
}

/** The address with its token, as a process prints it. */
export function printed(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ""
    host.stdout!.on("data", (chunk: Buffer) => {
      text += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(text)
      if (found !== null) resolve(found[0])
    })
    host.once("exit", code => reject(new Error(`It ended with ${code}: ${text}`)))
  })
}

/** Ends the services of a folder, which outlive the host by design. */
export async function stopServices(folder: string): Promise<void> {
  for (const file of globSync(".kaon/deployments/*.json", { cwd: folder })) {
    await promisify(execFile)(process.execPath, [main, "stop", path.basename(file, ".json")], { cwd: folder })
  }
}
