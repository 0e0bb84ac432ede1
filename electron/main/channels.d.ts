import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from "electron";
import { type Ask, type Tell } from "../../kernel/contracts/shell/channels.ts";
import { type Answer, type Request, type Told } from "../../kernel/contracts/shell/messages.ts";
/** What main does for the page of a window, by channel. */
export interface Handlers<W> {
    ask: {
        [A in Ask]: (request: Request<A>, window: W) => Promise<Answer<A>>;
    };
    tell: {
        [T in Tell]: (message: Told<T>, window: W) => void;
    };
}
type Sent = IpcMainEvent | IpcMainInvokeEvent;
/**
 * Binds every channel. `senderOf` gives the window whose page sent a message, undefined for any other sender: that one is refused,
 * and so is a message that is not of its channel's form.
 */
export declare function bindChannels<W>(ipc: IpcMain, senderOf: (event: Sent) => W | undefined, handlers: Handlers<W>): void;
export {};
