import type { BrowserWindowConstructorOptions, WebPreferences } from "electron"

/** What every page of the shell gets: nothing of Node, its own world, the sandbox, and no feature that was not asked for. */
export const hardened = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
} as const satisfies WebPreferences

/** The window of a folder. */
export const windowOptions = (preload: string, partition: string): BrowserWindowConstructorOptions => ({
  title: "Kaon",
  show: false,
  minWidth: 420,
  minHeight: 320,
  autoHideMenuBar: false,
  webPreferences: { ...hardened, preload, partition },
})
