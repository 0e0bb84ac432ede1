import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { kaon, type Running } from "../cli/command.ts"
import type { Workspace } from "../host/hosts.ts"

/** A file's text once a program has written it whole, to the end of its line. */
export async function written(file: string): Promise<string> {
  const late = AbortSignal.timeout(30_000)
  for (;;) {
    const text = await readFile(file, "utf8").catch(() => "")
    if (text.endsWith("\n")) return text.trim()
    await setTimeout(20, undefined, { signal: late })
  }
}

/** A program in a folder that writes its arguments to a file. */
export function recorder(folder: string, name: string): { record: string } {
  mkdirSync(folder, { recursive: true })
  const [program, record] = [join(folder, name), join(folder, `${name}.said`)]
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$*" > ${record}.part && mv ${record}.part ${record}\n`)
  chmodSync(program, 0o755)
  return { record }
}

/** A machine with a screen whose browser only writes down what it is to open; without the opener where `screen` is false. */
export function machine(space: Workspace, { screen = true } = {}) {
  const bin = join(space.folder, ".bin")
  const { record } = recorder(bin, "xdg-open")
  const env = {
    KAON_HOME: space.home,
    NO_COLOR: "1",
    ELECTRON_SKIP_BINARY_DOWNLOAD: "1",
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    DISPLAY: screen ? ":9" : "",
    WAYLAND_DISPLAY: "",
  }
  return {
    env,
    record,
    opened: () => written(record),
    app: (...args: string[]): Running => kaon(["app", ...args], { env }),
  }
}
