import type { Handlers } from "./channels.ts";
import type { Desktop } from "./desktop.ts";
import type { AppWindow } from "./window.ts";
import type { Windows } from "./windows.ts";
/** What main does for its pages. `opened` is told of each notebook that comes into view. */
export declare function handlersOf(desktop: Desktop, windows: Windows, opened: (file: string) => void): Handlers<AppWindow>;
