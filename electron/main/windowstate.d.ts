import { z } from "zod";
declare const rectangle: z.ZodObject<{
    x: z.ZodNumber;
    y: z.ZodNumber;
    width: z.ZodNumber;
    height: z.ZodNumber;
}, z.core.$strip>;
export type Rectangle = z.infer<typeof rectangle>;
/** Where a window was, and how. */
export declare const windowStateSchema: z.ZodObject<{
    bounds: z.ZodObject<{
        x: z.ZodNumber;
        y: z.ZodNumber;
        width: z.ZodNumber;
        height: z.ZodNumber;
    }, z.core.$strip>;
    maximized: z.ZodBoolean;
}, z.core.$strip>;
export type WindowState = z.infer<typeof windowStateSchema>;
/**
 * Where a window opens: where it was, moved and cut so that all of it is on the screen that showed most of it; in the middle of the
 * first screen where it never was, or where its screen is gone.
 */
export declare function placed(state: WindowState | undefined, screens: readonly Rectangle[]): Rectangle;
export {};
