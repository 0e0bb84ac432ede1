import type { Electron } from "./electron.ts";
import { Windows } from "./windows.ts";
export interface Launch {
    /** The folder of package.json. */
    root: string;
    argv: readonly string[];
    cwd: string;
}
/** The desktop app: one process, its windows, its menu. `undefined` where another process of the app runs already and has been told. */
export declare function runShell(electron: Electron, { root, argv, cwd }: Launch): Promise<Windows | undefined>;
