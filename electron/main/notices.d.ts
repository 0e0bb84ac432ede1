import type { Told } from "../../kernel/contracts/shell/messages.ts";
/** Is the end of a run worth a notification? Not of a short one, nor to somebody who sees it. */
export declare const isWorthNotice: ({ seconds }: Told<"ended">, focused: boolean) => boolean;
/** A run's progress as a window's bar takes it: -1 is none, 2 is without an end in sight. */
export declare const barOf: ({ running, fraction }: Told<"progress">) => number;
