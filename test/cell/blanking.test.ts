import assert from "node:assert/strict"
import { globSync, readFileSync } from "node:fs"
import { stripTypeScriptTypes } from "node:module"
import path from "node:path"
import { test } from "node:test"
import { isDeepStrictEqual } from "node:util"
import { parseSync } from "oxc-parser"
import { blankTypes } from "../../kernel/cell/types.ts"
import { hazards, keepers } from "./blanked.ts"
import { program } from "./programs.ts"

/** The program of a script, without what a semicolon more or less changes. Throws where it does not parse. */
function structure(code: string): unknown {
  const { program, errors } = parseSync("script.js", code, { sourceType: "module", lang: "js", astType: "ts" })
  if (errors.length > 0) throw new SyntaxError(`${errors[0]!.message} in\n${code}`)
  return plain(program.body)
}

/** Nodes keep where they begin, since blanking moves nothing; a moved parenthesis and a semicolon change where some end. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint" || value instanceof RegExp) return String(value)
  if (Array.isArray(value)) return value.filter(item => !isEmpty(item)).map(plain)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (key === "end" ? [] : [[key, plain(item)]])))
}

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "type" in value && value.type === "EmptyStatement"

const settled = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

function assertKept(source: string, blanked: string): void {
  assert.equal(blanked.length, source.length, source)
  for (let at = 0; at < source.length; at++)
    if (blanked[at] !== source[at]) assert.match(blanked[at]!, /[ ;()]/, `offset ${at} of\n${source}`)
}

/** How many of the sources mean the same to Node's stripper; one that either refuses says nothing. */
function compared(sources: Iterable<readonly [name: string, source: string]>): number {
  let count = 0
  for (const [name, source] of sources) {
    const blanked = blankTypes(source)
    if (blanked !== undefined) assertKept(source, blanked)
    const expected = settled(() => structure(stripTypeScriptTypes(source)))
    if (blanked === undefined || expected === undefined) continue
    assert.ok(isDeepStrictEqual(structure(blanked), expected), `${name} differs:\n${blanked.slice(0, 5000)}`)
    count++
  }
  return count
}

test("what is left of types reads as it did: only semicolons and parentheses stand in the blanks", () => {
  for (const [source, expected] of hazards) {
    const blanked = blankTypes(source)
    assert.equal(blanked?.replace(/ +$/gm, ""), expected, source)
    if (expected === undefined) continue
    assertKept(source, blanked!)
    structure(blanked!)
  }
})

test("an expression from the middle of a program is blanked too; text that does not parse is not", () => {
  assert.equal(blankTypes("this.#x as number"), "this.#x          ")
  assert.equal(blankTypes("new.target!.name"), "new.target .name")
  assert.equal(blankTypes("{ a: b as T }"), "({ a: b      }\n)")
  assert.equal(blankTypes("let x: ="), undefined)
})

test("every construct of types means what it means to Node's stripper", () => {
  const seen = compared(keepers.map(source => [source, source]))
  assert.equal(seen, keepers.length)
})

test("generated programs mean what they mean to Node's stripper", () => {
  const programs = Array.from({ length: 2000 }, (_, seed) => [`seed ${seed + 1}`, program(seed + 1)] as const)
  assert.equal(compared(programs), 2000)
})

const root = path.join(import.meta.dirname, "../..")
const read = (file: string): readonly [string, string] => [file, readFileSync(path.join(root, file), "utf8")]
const here = (pattern: string, exclude: string[]): string[] => globSync(pattern, { cwd: root, exclude }).toSorted()

test("the files of this repository mean what they mean to Node's stripper", () => {
  const files = here("{kernel,plugins,test,electron}/**/*.{ts,mts}", ["**/node_modules/**", "**/.tsbuild/**"])
  assert.ok(compared(files.map(read)) > 300)
})

// Node drops the semicolon that a blanked type ended with, and joins the lines around it.
const joined = "fastify/test/types/route.tst.ts"

test("the sources of other packages mean what they mean to Node's stripper", () => {
  const sources = here("node_modules/**/*.{ts,mts,cts}", []).filter(file => !file.endsWith(joined))
  const chosen = sources.filter((file, index) => index % (/\.d\.[cm]?ts$/.test(file) ? 40 : 4) === 0)
  assert.ok(compared(chosen.map(read)) > 150)
})
