import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** The bytes by which Electron's program is known to have fuses, and the fuses as they are before: version 1, nine of them. */
const sentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"
const wire = Buffer.concat([Buffer.from([1, 9]), Buffer.from("101100000")])

/** A folder with what electron-builder expects of an unpacked Electron, whose program is no more than its fuses. */
export function electronDist(version: string) {
  const folder = mkdtempSync(join(tmpdir(), "kaon-electron-"))
  mkdirSync(join(folder, "resources"))
  mkdirSync(join(folder, "locales"))
  const program = join(folder, "electron")
  writeFileSync(program, Buffer.concat([Buffer.from("#!/bin/false\n"), Buffer.from(sentinel), wire, Buffer.alloc(64)]))
  chmodSync(program, 0o755)
  for (const file of ["chrome-sandbox", "chrome_crashpad_handler", "LICENSE", "LICENSES.chromium.html"])
    writeFileSync(join(folder, file), "")
  writeFileSync(join(folder, "locales/en-US.pak"), "")
  writeFileSync(join(folder, "version"), version)
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}
