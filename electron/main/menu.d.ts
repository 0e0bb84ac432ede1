import type { MenuItemConstructorOptions } from "electron";
import type { Told } from "../../kernel/contracts/shell/messages.ts";
import type { Recents } from "./recents.ts";
import type { ShellWords } from "./words.ts";
export interface MenuParts {
    mac: boolean;
    words: ShellWords;
    recents: Recents;
    /** What the page in front said of its commands; undefined while there is none. */
    page: Told<"menu"> | undefined;
    command(id: string): void;
    open(): void;
    openFolder(): void;
    openRecent(file: string): void;
    clearRecent(): void;
}
type Item = MenuItemConstructorOptions;
/** The app's menu, as Electron builds it. Commands that the page does not know are left out. */
export declare function menuTemplate(parts: MenuParts): Item[];
/** The page's name of a key ("Mod+Shift+ArrowUp") as Electron's. Keys one after another ("D D"), and plain ones, are no accelerators. */
export declare function acceleratorOf(keys: string | undefined): string | undefined;
export {};
