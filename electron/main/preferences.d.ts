import type { BrowserWindowConstructorOptions } from "electron";
/** What every page of the shell gets: nothing of Node, its own world, the sandbox, and no feature that was not asked for. */
export declare const hardened: WebPreferences;
/** The window of a folder. */
export declare const windowOptions: (preload: string, partition: string) => BrowserWindowConstructorOptions;
