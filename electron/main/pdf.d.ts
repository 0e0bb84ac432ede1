import type { Desktop } from "./desktop.ts";
import type { AppWindow } from "./window.ts";
/** Saves a window's page, as it is drawn for paper, where the person says; false where they would rather not. */
export declare function savePdf({ electron, words }: Desktop, own: AppWindow, name: string): Promise<boolean>;
