import { z } from "zod";
/** Notebooks that were opened, the latest first, by their absolute paths. */
export declare const recentsSchema: z.ZodCatch<z.ZodArray<z.ZodString>>;
export type Recents = readonly string[];
export declare const withRecent: (recents: Recents, file: string) => Recents;
