import { type Announcement } from "../../kernel/contracts/shell/announcement.ts";
import type { Places } from "./places.ts";
/** The host of one window, a process of its own. */
export interface HostProcess extends Announcement {
    pid: number;
    /** Resolves when it has ended, with its last words. */
    ended: Promise<{
        words: string;
    }>;
    /** Ends it, and its kernels where that is said. Resolves when it has ended. */
    end(kernels: boolean): Promise<void>;
}
/** Starts a host for a folder or a notebook (without one, for the folder that was open last). Rejects with its last words. */
export declare function startHost({ node, command }: Places, home: string, wanted: string | undefined): Promise<HostProcess>;
