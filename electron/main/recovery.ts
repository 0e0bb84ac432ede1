import { setTimeout as wait } from "node:timers/promises"
import { noAttempts, tryAgain } from "./attempts.ts"
import { startHost } from "./host.ts"
import type { AppWindow } from "./window.ts"

/** Asks whether to try again after it was tried often enough; closes the window where not. */
async function askToTry(own: AppWindow, message: string, detail: string): Promise<boolean> {
  const { electron, words } = own.desktop
  const { response } = await electron.dialog.showMessageBox(own.window, {
    type: "error",
    message,
    detail: [words().pageDetail, detail].filter(text => text !== "").join("\n\n"),
    buttons: [words().again, words().close],
    defaultId: 0,
    cancelId: 1,
  })
  if (response === 0) return true
  void own.close()
  return false
}

/**
 * Starts a window's host again when it ended by itself; its kernels ran on, and it finds them. A host that was killed comes back at its
 * old address with its old token, where the page waits for it; at another, the page is loaded again. After too many times in a row the
 * person is asked.
 */
export function recoverHost(own: AppWindow): void {
  let attempts = noAttempts
  const watch = async (): Promise<void> => {
    const { words: lastWords } = await own.host.ended
    if (own.isClosing) return
    const { desktop } = own
    const verdict = tryAgain(attempts, desktop.now())
    if (!verdict.again) {
      if (!(await askToTry(own, desktop.words().hostGone, lastWords))) return
      attempts = noAttempts
      return restart()
    }
    attempts = verdict.attempts
    await wait(verdict.after)
    return restart()
  }
  const restart = async (): Promise<void> => {
    const { url } = own.host
    try {
      own.host = await startHost(own.desktop.places, own.desktop.home, own.folder)
    } catch (cause) {
      own.host = {
        ...own.host,
        ended: Promise.resolve({ words: cause instanceof Error ? cause.message : String(cause) }),
      }
      return watch()
    }
    if (own.isClosing) return own.host.end(false)
    const { hostEnded, hostEndedDetail } = own.desktop.words()
    own.desktop.notify(own, hostEnded, hostEndedDetail)
    if (own.host.url !== url) void own.load(own.said.document.path)
    return watch()
  }
  void watch()
}

/** Loads the page again when its process is gone; asks when it does not answer, or after too many times in a row. */
export function recoverPage(own: AppWindow): void {
  let attempts = noAttempts
  const { webContents } = own.window
  webContents.on("render-process-gone", async (_event, { reason }) => {
    if (own.isClosing || reason === "clean-exit") return
    const verdict = tryAgain(attempts, own.desktop.now())
    if (verdict.again) {
      attempts = verdict.attempts
      await wait(verdict.after)
    } else if (await askToTry(own, own.desktop.words().pageGone, reason)) attempts = noAttempts
    else return
    void own.load(own.said.document.path)
  })
  own.window.on("unresponsive", async () => {
    const { electron, words } = own.desktop
    const { response } = await electron.dialog.showMessageBox(own.window, {
      type: "warning",
      message: words().stuck,
      buttons: [words().wait, words().reload],
      defaultId: 0,
      cancelId: 0,
    })
    // A page that hangs cannot be asked to load again: its process ends, and the page is loaded as after a crash.
    if (response === 1) webContents.forcefullyCrashRenderer()
  })
}
