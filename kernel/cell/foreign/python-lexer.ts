/** A token of Python. White space and comments are none; lines that go on in brackets or behind a backslash are one. */
export interface PythonToken {
  kind: "name" | "string" | "number" | "sign" | "line"
  text: string
  /** Offset in the text. */
  start: number
  /** Of a `line`: the column that its first token stands in. */
  indent?: number
}

const name = /[\p{ID_Start}_][\p{ID_Continue}]*/uy
const number = /(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)[jJ]?/y
const string = /([rbuftRBUFT]{0,2})("""|'''|"|')/y
const sign = /:=|->|\*\*=?|\/\/=?|<<=?|>>=?|[=!<>+\-*/%&|^@]=|[^\s]/y

/** The tokens of a text, each logical line begun by a `line`; what stands in the braces of an f-string is among them. Never throws. */
export function pythonTokens(text: string): PythonToken[] {
  const tokens: PythonToken[] = []
  let depth = 0
  let fresh = true
  let lineStart = 0
  const take = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
  for (let at = 0; at < text.length; ) {
    const character = text[at]!
    if (character === "\n") {
      at += 1
      lineStart = at
      if (depth === 0) fresh = true
      continue
    }
    if (character === "\\" && /^\\\r?\n/.test(text.slice(at, at + 3))) {
      at = text.indexOf("\n", at) + 1
      continue
    }
    if (/\s/.test(character)) {
      at += 1
      continue
    }
    if (character === "#") {
      at = endOfLine(text, at)
      continue
    }
    if (fresh) {
      tokens.push({ kind: "line", text: "", start: at, indent: at - lineStart })
      fresh = false
    }
    const quoted = take(string, at)
    if (quoted !== null) {
      const end = endOfString(text, at + quoted[0].length, quoted[2]!)
      if (/[ft]/i.test(quoted[1]!)) tokens.push(...inBraces(text, at + quoted[0].length, end))
      tokens.push({ kind: "string", text: text.slice(at, end), start: at })
      at = end
      continue
    }
    const found = take(name, at) ?? take(number, at)
    const kind = found === null ? "sign" : /[\d.]/.test(character) ? "number" : "name"
    const written = found?.[0] ?? take(sign, at)?.[0] ?? character
    if ("([{".includes(written)) depth += 1
    if (")]}".includes(written)) depth = Math.max(0, depth - 1)
    tokens.push({ kind, text: written, start: at })
    at += written.length
  }
  return tokens
}

const endOfLine = (text: string, at: number): number => {
  const end = text.indexOf("\n", at)
  return end < 0 ? text.length : end
}

function endOfString(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at += 1
    else if (text.startsWith(quote, at)) return at + quote.length
    else if (text[at] === "\n" && quote.length === 1) return at
  }
  return text.length
}

/** The tokens of the expressions in an f-string: `f"{a + b!r:>{width}}"`. */
function inBraces(text: string, from: number, end: number): PythonToken[] {
  const tokens: PythonToken[] = []
  const body = text.slice(from, end)
  for (const { 0: whole, index } of body.replaceAll("{{", "  ").matchAll(/\{([^{}]*)(?:\{([^{}]*)\}[^{}]*)*/g)) {
    const inner = whole
      .slice(1)
      .replace(/[{}]/g, " ")
      .replace(/![rsa](?=$|:)/, "  ")
    for (const token of pythonTokens(inner))
      if (token.kind !== "line") tokens.push({ ...token, start: from + index + 1 + token.start })
  }
  return tokens
}
