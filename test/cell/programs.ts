/** mulberry32: the same programs for the same seed, on every machine. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * A small TypeScript module that writes what happens to the global function `note`, with top-level declarations of every
 * kind, types, hoisting, loops, resources and errors. Names are its own, so that programs do not meet.
 */
export function program(seed: number): string {
  const next = random(seed)
  const below = (n: number): number => Math.floor(next() * n)
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!
  let count = 0
  let marks = 0
  const fresh = (): string => `v${seed}_${pick(["a", "é", "$", "x"])}${count++}`
  const mark = (): number => seed * 1000 + marks++
  const values: string[] = []
  const writable: string[] = []
  const constants: string[] = []
  const functions = Array.from({ length: below(3) }, fresh)
  const waiting = [...functions]
  const resources = next() < 0.25
  const type = (): string => pick(["", "", ": any", ": number | string", ": Record<string,\n  unknown> | any"])
  const atom = (): string =>
    values.length > 0 && next() < 0.6
      ? `(${pick(values)} as any)`
      : pick(["1", "'s'", `\`t\n\${2}\``, "/r/.source", "null", "[1, 2]"])
  const expression = (): string =>
    pick([
      atom,
      () => `String(${atom()}) + ${below(9)}`,
      () => `await Promise.resolve(${atom()})`,
      () => `(typeof ${atom()} satisfies string)`,
      () => `[${atom()}, ...[${atom()}]]!.length`,
      () => `((x${type()} /* c */, y = ${atom()}) => [x, y].join())(${below(5)})`,
      () => `function () { return ${atom()} }.name`,
    ])()
  const call = (): string =>
    functions.length > 0 ? `note(${mark()}, await ${pick(functions)}(${below(3)}))` : `note(${mark()}, 0)`
  const declare = (keyword: string): string => {
    const name = fresh()
    const line = `${next() < 0.2 && keyword !== "var" ? "export " : ""}${keyword} ${name}${type()} = ${expression()}`
    values.push(name)
    ;(keyword === "const" ? constants : writable).push(name)
    return line
  }
  const makeFunction = (): string => {
    const name = waiting.pop()!
    const kind = pick(["function", "async function", "export function"])
    return `${kind} ${name}(n: number, m${type()} = 1) {\n  if (n > 0) return ${name}.name + n + String(${atom()})\n  return [m, ${atom()}].join()\n}`
  }
  const statements: (() => string)[] = [
    () => declare("const"),
    () => declare("let"),
    () => declare("var"),
    () => {
      const [a, b] = [fresh(), fresh()]
      const line = `${pick(["const", "let", "var"])} { p: ${a} = ${atom()}, ...${b} } = { q: ${below(5)} } as any`
      values.push(a, `${b}.q`)
      return line
    },
    () => {
      const name = fresh()
      const line = `class ${name}<T = any> { static s = ${atom()}; #p = ${below(9)}; get p() { return this.#p } }\nnote(${mark()}, new ${name}().p, ${name}.name)`
      values.push(`${name}.s`)
      return line
    },
    () => (waiting.length > 0 ? makeFunction() : `interface I${count++} { a: number }`),
    () => (resources ? `;` : call()),
    () => {
      const name = fresh()
      values.push(name)
      writable.push(name)
      return `for (var ${name}${pick(["", ": any"])} = 0; ${name} < ${below(4)}; ${name}++) note(${mark()}, ${name})`
    },
    () => {
      const name = fresh()
      values.push(name)
      return `if (${atom()}) var ${name} = ${expression()}\nelse { note(${mark()}, 'else') }`
    },
    () => (writable.length > 0 ? `${pick(writable)} = ${expression()}` : `type T${count++} = string`),
    () =>
      constants.length > 0 && next() < 0.3
        ? `try { ${pick(constants)} = 1 } catch (error: any) { note(${mark()}, error.message) }`
        : "{ let inner = 1; inner++ }",
    () => `l${count}: for (const x of [1, 2, 3]) { if (x > 1) continue l${count++}; note(${mark()}, x) }`,
    () => `for await (const x of [${atom()}, Promise.resolve(2)]) note(${mark()}, x)`,
    () =>
      `try { throw new RangeError(String(${atom()})) } catch ({ message }) { note(${mark()}, message) } finally { note(${mark()}) }`,
    () =>
      resources
        ? `${pick(["using", "await using"])} ${fresh()} = resource(${mark()})`
        : `switch (${below(3)}) { case 1: note(${mark()}); default: note(${mark()}) }`,
    () => `note(${mark()}, ${expression()})`,
    () => (next() < 0.1 ? `throw new RangeError("${mark()}")` : `// only a comment ${mark()}`),
  ]
  const lines = Array.from({ length: 3 + below(9) }, () => pick(statements)())
  while (waiting.length > 0) lines.splice(resources ? lines.length : below(lines.length + 1), 0, makeFunction())
  return lines.join(pick([";\n", ";\r\n", ";\n\n", "; "])).replaceAll(/(\/\/[^\n\r]*?); /g, "$1\n")
}
