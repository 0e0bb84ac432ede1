/** What matches a text, best first: the words of the text in their order, then its letters in their order. All of it for an empty text. */
export declare function ranked<T>(items: readonly T[], nameOf: (item: T) => string, text: string): T[]
