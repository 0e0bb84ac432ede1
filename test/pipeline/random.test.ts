import assert from "node:assert/strict"
import { test } from "node:test"
import { randomFrom } from "../../kernel/learn/random.ts"
import { emptyStore } from "../store/folder.ts"
import { clean, go } from "./notebook.ts"

type Sources = Record<string, string>

/** Random notebooks of cells that use, change, share and capture one another's values. */
function author(seed: number) {
  const random = randomFrom(seed)
  const pick = (count: number) => Math.floor(random() * count)
  let next = 0

  /** A cell that uses what is above it. Arrays of arrays, functions over them, and a counter are all there is. */
  const cell = (id: string, above: readonly string[]): string => {
    const lists = above.filter(name => name.startsWith("l"))
    const functions = above.filter(name => name.startsWith("f"))
    const list = () => lists[pick(lists.length)] ?? "[[1]]"
    const call = () => (functions.length === 0 ? "1" : `${functions[pick(functions.length)]}(${pick(5)})`)
    const kinds = [
      () => `const l${id} = [[${pick(4)}], [${pick(4)}, ${pick(4)}]]`,
      () => `const l${id} = ${list()}.map(x => [...x, ${pick(3)}])`,
      () => `const l${id} = ${list()}.slice(0, ${pick(3)})`,
      () => `const l${id} = [${list()}[0] ?? [], [${call()}]]`,
      () => `const f${id} = x => x + ${list()}.length * ${pick(3)}`,
      () => `const f${id} = x => x + ${call()}`,
      () => `let n${id} = ${pick(3)};\nconst f${id} = x => (n${id} += x)`,
      () => `const f${id} = (() => { let n = ${pick(3)}; return x => (n += x) })()`,
      () => `${list()}.push([${pick(3)}])`,
      () => `${list()}[0]?.push(${pick(3)})`,
      () => `const l${id} = [[${call()}]]`,
      () => `show([${list()}.length, ${call()}])`,
      () => `show(${list()}.indexOf(${list()}[0]))`,
      () => `show(${list()})`,
    ]
    return kinds[pick(kinds.length)]!()
  }
  const namesIn = (sources: readonly string[]) =>
    sources.flatMap(source => [...source.matchAll(/^(?:const|let)\s+(\w+)/gm)].map(([, name]) => name!))

  /** The notebook with one cell more, from this place on written anew where a name is gone. */
  const grown = (from: Sources, at: number): Sources => {
    const before = Object.entries(from).slice(0, at)
    const id = `${next++}`
    const added = [`c${id}`, cell(id, namesIn(before.map(([, source]) => source)))] as const
    return Object.fromEntries([...before, added, ...Object.entries(from).slice(at)])
  }
  const uses = (source: string, names: readonly string[]) =>
    names.some(name => new RegExp(`\\b${name}\\b`).test(source))

  return {
    begin(): Sources {
      let sources: Sources = {}
      for (let i = 3 + pick(7); i > 0; i--) sources = grown(sources, Object.keys(sources).length)
      return sources
    },
    /** One edit: a cell written anew, added, or taken away where nothing needs it. */
    edit(sources: Sources): Sources {
      const ids = Object.keys(sources)
      const kind = ids.length < 3 ? 0 : pick(4)
      if (kind === 0) return grown(sources, pick(ids.length + 1))
      const at = pick(ids.length)
      const id = ids[at]!
      if (kind === 1) {
        const gone = namesIn([sources[id]!])
        if (
          uses(
            Object.entries(sources)
              .filter(([other]) => other !== id)
              .map(([, source]) => source)
              .join("\n"),
            gone,
          )
        )
          return sources
        return Object.fromEntries(Object.entries(sources).filter(([other]) => other !== id))
      }
      if (kind === 2)
        return {
          ...sources,
          [id]: sources[id]!.replace(/(?<![a-z\d])\d+(?=[\])])/, digit => String(Number(digit) + 1)),
        }
      const above = namesIn(ids.slice(0, at).map(other => sources[other]!))
      const rewritten = cell(id.slice(1), above)
      const names = namesIn([sources[id]!])
      return names.every(name => namesIn([rewritten]).includes(name)) ? { ...sources, [id]: rewritten } : sources
    },
    /** The same notebook, written otherwise. */
    reformat: (sources: Sources): Sources =>
      Object.fromEntries(
        Object.entries(sources).map(([id, source]) => [
          id,
          `${source.replace(/ = /, " =\n  ").replace(/, /g, " ,  ")} // again`,
        ]),
      ),
  }
}

const graphs = 240
const edits = 9
test(`${graphs * edits} edits of ${graphs} random notebooks: a cached run shows what a clean one does`, async () => {
  let [ran, all, restless] = [0, 0, 0]
  for (let seed = 0; seed < graphs; seed++) {
    await using place = await emptyStore()
    const writing = author(seed)
    let sources = writing.begin()
    for (let i = 0; i < edits; i++) {
      const said = `seed ${seed}, edit ${i}:\n${JSON.stringify(sources, null, 1)}`
      const wanted = clean(sources)
      const went = await go(sources, place.store)
      assert.deepEqual(went.shown, wanted, said)
      const again = await go(writing.reformat(sources), place.store)
      assert.deepEqual(again.shown, wanted, `again, ${said}`)
      // What runs a second time runs a third: only cells that always do are left.
      restless += again.ran.length
      ran += went.ran.length
      all += Object.keys(sources).length
      sources = writing.edit(sources)
    }
  }
  assert.ok(ran < all * 0.75, `${ran} of ${all} cells ran: the cache was hardly of use`)
  assert.ok(restless < all * 0.35, `${restless} of ${all} cells ran though nothing had changed`)
  console.log({ ran, all, restless })
})
