import type { AppWindow } from "./window.ts";
/**
 * Starts a window's host again when it ended by itself; its kernels ran on, and it finds them. A host that was killed comes back at its
 * old address with its old token, where the page waits for it; at another, the page is loaded again. After too many times in a row the
 * person is asked.
 */
export declare function recoverHost(own: AppWindow): void;
/** Loads the page again when its process is gone; asks when it does not answer, or after too many times in a row. */
export declare function recoverPage(own: AppWindow): void;
