import assert from "node:assert/strict"
import { test } from "node:test"
import { analyseCell } from "../../kernel/cell/index.ts"

const facts = (source: string) => analyseCell(source, { id: "a", number: 1 })
const names = (places: readonly { name: string }[]) => places.map(({ name }) => name).join(" ")
const uses = (source: string) => names(facts(source).uses)

test("every kind of declaration is a definition, types are not", () => {
  const { defines } = facts(`
    import a, { b as c, type T } from "x"
    import * as ns from "y"
    import type { U } from "z"
    const d = 1, { e, f: [g = 1], ...h } = d
    let i; var j; for (var k of []) { let no }
    function l() { var no }
    class M {}
    enum N { A }
    namespace O { export const no = 1 }
    interface P {}
    type Q = 1
    declare const r: number
    declare function s(): void
    export const t = 1
    import u = require("v")
    using w = null
  `)
  assert.equal(
    defines.map(({ name, kind }) => `${name}:${kind}`).join(" "),
    "a:import c:import ns:import d:const e:const g:const h:const i:let j:var k:var l:function M:class N:enum O:namespace t:const u:import w:const",
  )
})

test("places count lines and columns from 1 and offsets from 0, with a header and in an object literal alone", () => {
  assert.deepEqual(facts("%%eval\n\n  const x = y").defines[0], {
    name: "x",
    kind: "const",
    line: 3,
    column: 9,
    offset: 16,
  })
  assert.deepEqual(facts("{ a: used }").uses[0], { name: "used", line: 1, column: 6, offset: 5 })
})

test("uses are values read or written that neither the cell nor the platform defines, each once", () => {
  assert.equal(uses("x + x; y.z; console.log(Math.max(w)); tf.tensor(fit)"), "x y w")
  assert.equal(uses("const own = 1; own + other"), "other")
  assert.equal(uses("({ key: value, short, [computed]: 1, method() {} })"), "value short computed")
  assert.equal(uses("label: for (;;) { break label }"), "")
  assert.equal(uses("function f(a = b, c = a) { return a + c + d + arguments.length }"), "b d")
  assert.equal(uses("try { one } catch (error) { error } try {} catch ({ message }) { message }"), "one")
  assert.equal(
    uses("class A extends Base { #p = init; m() { return this.#p + super.m() } static [key] = 1 }"),
    "Base init key",
  )
  assert.equal(uses(`f\`\${t}\`; new C(); a?.b; a?.[i]; !b; void c; delete d.e`), "f t C a i b c d")
  assert.equal(uses("const { a = dflt } = source; [x, y.z] = list"), "dflt source x y list")
  assert.equal(uses("export { elsewhere, local }; const local = 1"), "elsewhere")
  assert.equal(uses("@deco class A { @field x = 1 }"), "deco field")
  assert.equal(uses("const view = <Box size={n}>{child}</Box>"), "Box n child")
})

test("types are no uses, nor is typeof in a type, but what a cell declares as ambient is", () => {
  assert.equal(uses("const a: Shape<Other> = b as Third satisfies Fourth"), "b")
  assert.equal(uses("type A = typeof value & keyof typeof other.deep"), "")
  assert.equal(uses("function f(this: Foo, x: Bar): x is Baz { return <Qux>x }"), "")
  assert.equal(uses("class A implements B<C> { x!: D }"), "")
  assert.equal(uses("declare const there: number\nthere + 1"), "there")
})

test("a name under the operator typeof alone is marked as guarded", () => {
  assert.equal(facts('typeof maybe !== "undefined"').uses[0]?.guarded, true)
  assert.equal(facts('typeof maybe !== "undefined" && maybe').uses[0]?.guarded, undefined)
})

test("assignments to names of other cells are told apart", () => {
  const { assigns, uses: used } = facts(
    "a = 1; b += c; d++; [e, f.g] = []; ({ h, i: j } = k); let l; l = 2; for (m of n) {}",
  )
  assert.equal(names(assigns), "a b d e h j m")
  assert.equal(names(used), "a b c d e f h j k m n")
})

test("imports are the specifiers of static, dynamic and required modules", () => {
  const { imports } = facts(
    'import "a"; import b from "b"; import type { T } from "no"; export * from "c"; await import("d"); await import(e); require("f"); import g = require("g"); import again from "b"',
  )
  assert.deepEqual(imports, ["a", "b", "c", "d", "f", "g"])
})

test("the header and its line are facts", () => {
  const { header, headerLine } = facts("\n%%model cnn --seed 1\nconst cnn = 1")
  assert.deepEqual([header?.stage, header?.name, header?.options, headerLine], ["model", "cnn", { seed: 1 }, 2])
})
