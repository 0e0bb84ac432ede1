import { contextBridge, type IpcRendererEvent, ipcRenderer } from "electron"
import {
  type Ask,
  asks,
  channelOf,
  type News,
  news,
  type ShellBridge,
  type Tell,
  tells,
} from "../../kernel/contracts/shell/channels.ts"

/** A table of functions, one for each name. */
const each = <N extends Ask | Tell | News, F>(names: readonly N[], make: (channel: string) => F): Record<N, F> =>
  Object.fromEntries(names.map(name => [name, make(channelOf(name))])) as Record<N, F>

const bridge: ShellBridge = {
  ask: each(asks, channel => request => ipcRenderer.invoke(channel, request)),
  tell: each(tells, channel => message => ipcRenderer.send(channel, message)),
  on: each(news, channel => listener => {
    // The event is kept back: it holds the sender, through which a page could reach every channel.
    const heard = (_event: IpcRendererEvent, message: unknown) => listener(message)
    ipcRenderer.on(channel, heard)
    return () => void ipcRenderer.off(channel, heard)
  }),
}

contextBridge.exposeInMainWorld("kaon", bridge)
