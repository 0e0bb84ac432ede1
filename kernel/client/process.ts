import { type ChildProcess, spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { KaonError } from "../contracts/errors.ts"
import { type Connection, createConnection, writeConnectionFile } from "../wire/index.ts"
import { lastLines } from "./tail.ts"

/** How a kernel's process ended. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
  /** The last lines that it wrote to its own stdout and stderr. */
  lines: string
}

export interface LaunchSpec {
  argv: readonly string[]
  name: string
  cwd: string
  env: NodeJS.ProcessEnv
}

/**
 * A kernel's process. It has a process group of its own, so that Ctrl-C in the terminal reaches only its client, and it is
 * told its parent's id (JPY_PARENT_PID), so that it ends when the parent does. Its connection file is readable by its owner only.
 */
export class KernelProcess {
  readonly connection: Connection
  /** Resolves when the process has ended; never rejects. */
  readonly exited: Promise<Exit>
  readonly #child: ChildProcess
  readonly #folder: string
  readonly #onExit = () => {
    this.kill("SIGKILL")
    rmSync(this.#folder, { recursive: true, force: true })
  }

  private constructor(child: ChildProcess, connection: Connection, folder: string) {
    this.#child = child
    this.#folder = folder
    this.connection = connection
    this.exited = this.#watch()
    process.on("exit", this.#onExit)
  }

  /** Throws KERNEL_NOT_FOUND where the program cannot be started. */
  static async launch({ argv, name, cwd, env }: LaunchSpec): Promise<KernelProcess> {
    const folder = await mkdtemp(join(tmpdir(), "kaon-kernel-"))
    try {
      const file = join(folder, "connection.json")
      const connection = await createConnection(name)
      writeConnectionFile(file, connection)
      const [program = "", ...args] = argv.map(arg => arg.replaceAll("{connection_file}", file))
      const child = spawn(program, args, {
        cwd,
        env: { ...env, JPY_PARENT_PID: String(process.pid) },
        stdio: ["ignore", "pipe", "pipe"],
        detached: process.platform !== "win32",
      })
      await started(child, program, cwd)
      return new KernelProcess(child, connection, folder)
    } catch (cause) {
      await rm(folder, { recursive: true, force: true })
      throw cause
    }
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** Sends a signal to the process alone (SIGINT is how some kernels are interrupted), or to its whole group to end it. */
  kill(signal: NodeJS.Signals): void {
    const ends = signal !== "SIGINT" && process.platform !== "win32"
    try {
      process.kill(ends ? -this.pid : this.pid, signal)
    } catch {
      // It has ended already.
    }
  }

  /** Waits for the end at most `milliseconds`; undefined if the process still runs. */
  async exitWithin(milliseconds: number): Promise<Exit | undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => resolve(undefined), milliseconds)
    return Promise.race([this.exited, promise]).finally(() => clearTimeout(timer))
  }

  async #watch(): Promise<Exit> {
    const child = this.#child
    const tail = lastLines()
    child.stdout?.on("data", tail.add)
    child.stderr?.on("data", tail.add)
    const { promise, resolve } = Promise.withResolvers<void>()
    // A process that the kernel left behind can hold the pipes open: their end is waited for only shortly.
    child.once("exit", () => setTimeout(resolve, 250).unref())
    child.once("close", () => resolve())
    await promise
    for (const stream of [child.stdout, child.stderr]) stream?.destroy()
    process.off("exit", this.#onExit)
    await rm(this.#folder, { recursive: true, force: true })
    return { code: child.exitCode, signal: child.signalCode, lines: tail.text() }
  }
}

function started(child: ChildProcess, program: string, cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", () => resolve())
    child.once("error", cause =>
      reject(
        new KaonError(
          "KERNEL_NOT_FOUND",
          `The kernel's program ${program} could not be started in ${cwd}: ${cause.message}.`,
          {
            fix: "Check that the program and the folder exist, or install the kernel anew.",
            cause,
          },
        ),
      ),
    )
  })
}
