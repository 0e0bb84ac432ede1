import type { MenuItemConstructorOptions } from "electron";
import type { menuHeadings } from "../../kernel/contracts/shell/messages.ts";
/** One line of a menu: a command of the page's palette by its id, something of the shell, a role of the system, or a line between. */
export type Line = string | {
    shell: "open" | "openFolder" | "recent";
} | {
    role: NonNullable<MenuItemConstructorOptions["role"]>;
    on?: "mac" | "others";
};
export declare const between = "-";
export interface MenuSpec {
    heading: (typeof menuHeadings)[number];
    lines: readonly Line[];
}
/** The menus of the app. Their commands have their names, keys and state from the page, so that menu and palette are one list. */
export declare const menus: readonly MenuSpec[];
/** Every command that a menu names. */
export declare const menuCommands: readonly string[];
