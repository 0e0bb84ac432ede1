const displaySymbol = Symbol.for("Jupyter.display")

/** A value that stays in Python: other Python cells of the same kernel use it by its name; TypeScript sees what it is. */
export class PythonValue {
  /** Its class, as `torch.nn.Linear`. */
  readonly type: string
  /** What Python's `repr` says of it. */
  readonly text: string
  /** Why it was not passed on. */
  readonly why: string

  constructor({ type, text, why }: { type: string; text: string; why: string }) {
    this.type = type
    this.text = text
    this.why = why
  }

  [displaySymbol](): Record<string, unknown> {
    return { "text/plain": this.text }
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `${this.text}  (a ${this.type} of Python: ${this.why})`
  }
}
