/** What the page keeps for its next start, in the browser's storage. Undefined for what is not there or cannot be read. */
export declare function kept(name: string): unknown
export declare function keep(name: string, value: unknown): void
