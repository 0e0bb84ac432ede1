/** What a piece of code is; the name is also its CSS class (`t-keyword`) and Monaco's token. */
export type Kind = "text" | "keyword" | "string" | "number" | "comment" | "header" | "tag"
/** A construct that may go on over lines: its end, and how it is drawn. */
export interface Span {
  readonly end: RegExp
  readonly kind: Kind
}
export interface Grammar {
  /** Tried in order at each place; all sticky. A rule with `opens` begins a span of that name. */
  readonly rules: readonly {
    readonly match: RegExp
    readonly kind: Kind
    readonly opens?: string
  }[]
  readonly spans: Readonly<Record<string, Span>>
  readonly keywords: ReadonlySet<string>
}
/** Grammars by the names that Jupyter kernels give their languages. */
export declare const grammars: Readonly<Record<string, Grammar>>
