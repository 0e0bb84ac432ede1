import type { Told } from "../../kernel/contracts/shell/messages.ts"

/** Seconds from which on a run is long: who waits for it has looked away. */
const long = 10

/** Is the end of a run worth a notification? Not of a short one, nor to somebody who sees it. */
export const isWorthNotice = ({ seconds }: Told<"ended">, focused: boolean): boolean => seconds >= long && !focused

/** A run's progress as a window's bar takes it: -1 is none, 2 is without an end in sight. */
export const barOf = ({ running, fraction }: Told<"progress">): number => (running ? (fraction ?? 2) : -1)
