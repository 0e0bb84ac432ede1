/** What a page asks of the desktop shell and gets an answer to. */
export const asks = ["about", "pdf", "link", "openNotebook", "openFolder"] as const
/** What a page tells the shell, without an answer. */
export const tells = ["document", "menu", "progress", "ended"] as const
/** What the shell tells the page. */
export const news = ["command", "open"] as const

export type Ask = (typeof asks)[number]
export type Tell = (typeof tells)[number]
export type News = (typeof news)[number]

/** A message's name between Electron's processes. */
export const channelOf = (name: Ask | Tell | News): string => `kaon:${name}`

/** What the preload puts into the page as `window.kaon`: one function a channel, and no other way to the shell. Nothing is checked here; both ends check. */
export interface ShellBridge {
  readonly ask: Readonly<Record<Ask, (request: unknown) => Promise<unknown>>>
  readonly tell: Readonly<Record<Tell, (message: unknown) => void>>
  /** Calls back with each message until the function that it returns is called. */
  readonly on: Readonly<Record<News, (listener: (message: unknown) => void) => () => void>>
}
