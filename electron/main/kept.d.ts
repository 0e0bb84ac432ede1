import type { z } from "zod";
/** A value kept in a file of the app's own, undefined where there is none that can be read. Writing never throws: it costs only the memory. */
export declare function keptIn<S extends z.ZodType>(file: string, schema: S): {
    get(): z.infer<S> | undefined;
    set(value: z.infer<S>): void;
};
