/** When something was started again, in milliseconds since 1970. */
export type Attempts = readonly number[];
export declare const noAttempts: Attempts;
export type Verdict = {
    again: true;
    after: number;
    attempts: Attempts;
} | {
    again: false;
};
/** Whether what ended is started again, after what time; `attempts` is given to the next call. */
export declare function tryAgain(before: Attempts, now: number): Verdict;
