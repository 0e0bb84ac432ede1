import { after } from "node:test"
import type { Browser } from "playwright-core"
import { launch } from "../peers/lab.ts"

let running: Promise<Browser> | undefined

/** The Chromium of this file's tests; each opens a context of its own in it. */
export function theBrowser(): Promise<Browser> {
  running ??= launch()
  return running
}

after(async () => (await running)?.close())
