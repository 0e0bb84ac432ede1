import type { WebContents } from "electron";
import type { Desktop } from "./desktop.ts";
import { AppWindow } from "./window.ts";
/** The windows of the app, one a folder. */
export declare class Windows {
    #private;
    /** Called when windows came, went, or said something. */
    changed: (window?: AppWindow) => void;
    constructor(desktop: Desktop);
    list(): AppWindow[];
    of(contents: WebContents): AppWindow | undefined;
    /** The window in front, or the one that was opened last. */
    front(): AppWindow | undefined;
    /** Opens a folder or a notebook in the window that has it, else in a new one; without a path, the folder that was open last. One after another. */
    open(wanted: string | undefined): Promise<void>;
    /** Closes every window; false where the person would rather stay. */
    closeAll(): Promise<boolean>;
}
