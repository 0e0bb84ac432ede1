import type { Electron } from "./electron.ts";
import type { keptIn } from "./kept.ts";
import type { Places } from "./places.ts";
import type { AppWindow } from "./window.ts";
import type { windowStateSchema } from "./windowstate.ts";
import type { ShellWords } from "./words.ts";
/** What the windows of the app share. */
export interface Desktop {
    electron: Electron;
    places: Places;
    /** The folder to begin with. */
    home: string;
    windowState: ReturnType<typeof keptIn<typeof windowStateSchema>>;
    words(): ShellWords;
    notify(window: AppWindow, title: string, body: string): void;
    now(): number;
}
