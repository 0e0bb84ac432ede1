/** Where the parts of Kaon are that main starts by path. */
export interface Places {
    /** The Node that Kaon ships, on which hosts and kernels run; never Electron's. */
    node: string;
    /** The `kaon` command. */
    command: string;
    preload: string;
}
/** `app` is the folder of package.json, which in a package is an archive: what Node runs is beside it, unpacked. */
export declare function placesIn(app: string): Places;
/** The folder of package.json above a file. */
export declare function appAbove(file: string): string;
