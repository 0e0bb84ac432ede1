/** Electron's own module, which main hands to its parts: tests hand them another. */
export type Electron = typeof import("electron");
