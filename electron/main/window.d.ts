import type { BrowserWindow } from "electron";
import { type News } from "../../kernel/contracts/shell/channels.ts";
import { type NewsOf, type Told } from "../../kernel/contracts/shell/messages.ts";
import type { Desktop } from "./desktop.ts";
import type { HostProcess } from "./host.ts";
/** What the page said of itself last. */
interface Said {
    document: Told<"document">;
    progress: Told<"progress">;
    menu: Told<"menu"> | undefined;
}
/** A folder in a window: its page, and the host that serves it. */
export declare class AppWindow {
    #private;
    readonly folder: string;
    readonly window: BrowserWindow;
    readonly desktop: Desktop;
    host: HostProcess;
    said: Said;
    /** Called when the page said something. */
    heard: () => void;
    constructor(desktop: Desktop, host: HostProcess);
    get origin(): string;
    get isClosing(): boolean;
    /** Loads the page from its host. A load that fails is told by the page's own events. */
    load(notebook?: string): Promise<void>;
    tell<N extends News>(name: N, message: NewsOf<N>): void;
    focus(): void;
    /** The file in view, by its absolute path. */
    get file(): string | undefined;
    /** Closes the window and ends its host, asking first what becomes of cells that run. False where the person would rather stay. */
    close(): Promise<boolean>;
}
export {};
