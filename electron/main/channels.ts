import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from "electron"
import { type Ask, asks, channelOf, type Tell, tells } from "../../kernel/contracts/shell/channels.ts"
import { type Answer, askSchemas, type Request, type Told, tellSchemas } from "../../kernel/contracts/shell/messages.ts"

/** What main does for the page of a window, by channel. */
export interface Handlers<W> {
  ask: { [A in Ask]: (request: Request<A>, window: W) => Promise<Answer<A>> }
  tell: { [T in Tell]: (message: Told<T>, window: W) => void }
}

type Sent = IpcMainEvent | IpcMainInvokeEvent

/**
 * Binds every channel. `senderOf` gives the window whose page sent a message, undefined for any other sender: that one is refused,
 * and so is a message that is not of its channel's form.
 */
export function bindChannels<W>(ipc: IpcMain, senderOf: (event: Sent) => W | undefined, handlers: Handlers<W>): void {
  const bindAsk = <A extends Ask>(name: A) =>
    ipc.handle(channelOf(name), async (event, raw: unknown) => {
      const window = senderOf(event)
      if (window === undefined) throw new Error(`${name} is not for this sender.`)
      const request = askSchemas[name].request.parse(raw) as Request<A>
      return handlers.ask[name](request, window)
    })
  const bindTell = <T extends Tell>(name: T) =>
    ipc.on(channelOf(name), (event, raw: unknown) => {
      const window = senderOf(event)
      const message = tellSchemas[name].safeParse(raw)
      if (window !== undefined && message.success) handlers.tell[name](message.data as Told<T>, window)
    })
  for (const name of asks) bindAsk(name)
  for (const name of tells) bindTell(name)
}
