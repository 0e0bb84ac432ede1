import type { IpcMainEvent, IpcMainInvokeEvent, Session, WebContents } from "electron";
/** Does an address belong to this origin ("http://127.0.0.1:8888")? */
export declare const isOf: (origin: string | undefined, address: string) => boolean;
/** May a page of this origin load an address? Its host's own alone, by HTTP and WebSocket, and what it made itself. */
export declare function mayLoad(origin: string | undefined, address: string): boolean;
/** Closes a session: its pages load nothing but their host's own, and get no permission and no device. */
export declare function guardSession(session: Session, origin: () => string | undefined): void;
/** Keeps a page where it is: no other address, no window, no webview. A link that leads away goes to `leave`. */
export declare function guardContents(contents: WebContents, origin: () => string | undefined, leave: (address: string) => void): void;
/** Did the page itself send this, and not a frame in it, nor a page that came in its place? */
export declare const isFromPage: (event: Pick<IpcMainEvent | IpcMainInvokeEvent, "senderFrame" | "sender">, contents: WebContents, origin: string | undefined) => boolean;
