import { KaonError } from "../../contracts/errors.ts"

/**
 * The values of `-p name=value` options: JSON where it is JSON (`3`, `true`, `[1,2]`, `"3"` for a text), else the text as
 * it stands. Throws USAGE for an option without a name, and for a name given twice.
 */
export function parseParams(options: readonly string[]): Record<string, unknown> {
  const params: Record<string, unknown> = {}
  for (const option of options) {
    const [, name, value] = /^([^=\s]+)=(.*)$/s.exec(option) ?? []
    if (name === undefined || value === undefined) {
      throw new KaonError("USAGE", `The parameter "${option}" is not of the form name=value.`, {
        fix: "Write, for example, -p epochs=3.",
      })
    }
    if (Object.hasOwn(params, name)) {
      throw new KaonError("USAGE", `The parameter ${name} is given twice.`, { fix: "Give it once." })
    }
    Object.defineProperty(params, name, {
      value: valueFrom(value),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return params
}

function valueFrom(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
