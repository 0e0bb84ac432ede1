/** The path that a command line names to be opened, absolute; its first argument that is no option. `skip` are the program's own. */
export declare function pathIn(args: readonly string[], cwd: string, skip: number): string | undefined;
/** The way from a folder to a notebook in it, as pages write it; undefined for what is elsewhere, hidden or no notebook. */
export declare function pathInFolder(folder: string, file: string): string | undefined;
