import assert from "node:assert/strict"
import { test } from "node:test"
import type { ValueCodec } from "../../kernel/contracts/values.ts"
import { randomFrom } from "../../kernel/learn/random.ts"
import type { Owners } from "../../kernel/store/index.ts"
import { emptyStore } from "./folder.ts"

const circular: Record<string, unknown> = { name: "circular" }
circular.self = circular
circular.list = [circular, new Map([[circular, new Set([circular])]])]
const part = { shared: true }
// biome-ignore lint/suspicious/noSparseArray: holes are what is tested
const holes = [1, , 3]

const kept: Record<string, unknown> = {
  "a number": 0.1 + 0.2,
  "numbers that JSON has not": [Number.NaN, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined, null],
  "a large integer": 2n ** 80n,
  "texts, with halves of characters": ["", "ü🙂\u0000", "\ud800", "__proto__"],
  "a property called __proto__": JSON.parse('{"__proto__": 1, "constructor": 2}'),
  "an object without a prototype": Object.assign(Object.create(null), { a: 1 }),
  "holes in an array": holes,
  "an invalid date": [new Date(Number.NaN), new Date(0)],
  "an expression": /a(?<b>.)/giu,
  "maps and sets": new Map<unknown, unknown>([[{ a: 1 }, new Set([1, "1", Number.NaN])]]),
  "arrays of numbers": [
    new Float32Array([1.5, Number.NaN, -0]),
    new Float64Array([Math.PI]),
    new Uint8Array([255]),
    new Int8Array([-1]),
    new Int16Array([-300]),
    new Uint16Array([60_000]),
    new Int32Array(0),
    new Uint32Array([4e9]),
    new BigInt64Array([-5n]),
    new BigUint64Array([2n ** 63n]),
    new Uint8ClampedArray([1, 2]),
  ],
  "part of a larger memory": new Float64Array(10).fill(7).subarray(3, 5),
  bytes: [Buffer.from("ü"), new Uint8Array([1, 2]).buffer, new DataView(new Uint8Array([3]).buffer)],
  "what is frozen": Object.freeze({ a: Object.freeze([1]) }),
  "what points to itself": circular,
  "a part that is there twice": [part, { part }],
}

for (const [what, value] of Object.entries(kept)) {
  test(`${what} comes back as it was`, async () => {
    await using place = await emptyStore()
    const { digest } = await place.store.values.save(value)
    const found = await place.store.values.load(digest)
    assert.deepEqual(found, value)
    assert.equal(await place.store.values.digest(found), digest)
  })
}

test("what was one object is one, what was frozen is frozen, and the order of properties stays", async () => {
  await using place = await emptyStore()
  const { values } = place.store
  const back = async (value: unknown) => (await values.load((await values.save(value)).digest)) as never
  const twice: [object, { part: object }] = await back([part, { part }])
  assert.equal(twice[0], twice[1].part)
  const round: typeof circular = await back(circular)
  assert.equal(round.self, round)
  assert.equal(Object.isFrozen(await back(Object.freeze([1]))), true)
  assert.deepEqual(Object.keys(await back({ b: 1, a: 2 })), ["b", "a"])
  assert.equal(1 in (await back(holes)), false)
})

const counted = Object.assign([1], { more: true })
class Point {
  x = 1
}
const lost: [string, unknown, RegExp][] = [
  ["a function", { layers: [{ f: () => 1 }] }, /^x\.layers\[0\]\.f is a function\.$/],
  ["a symbol", [Symbol("s")], /^x\[0\] is a symbol/],
  ["an object of a class", new Map([["p", new Point()]]), /^x\.get\(0\) is a Point, which has no form/],
  ["a promise", Promise.resolve(1), /x is a Promise/],
  ["a getter", Object.defineProperty({}, "a", { get: () => 1, enumerable: true }), /^x\.a is computed or hidden/],
  ["a hidden property", Object.defineProperty({}, "a", { value: 1 }), /^x\.a is computed or hidden/],
  ["a property named by a symbol", { [Symbol.for("s")]: 1 }, /has the property Symbol\(s\)/],
  ["an array with more than items", counted, /array with properties of its own/],
  ["a date with more than a time", Object.assign(new Date(0), { zone: "UTC" }), /properties of its own/],
  ["numbers with more than numbers", Object.assign(new Float32Array(2), { unit: "m" }), /properties of its own/],
  ["a proxy", new Proxy({}, {}), /is a proxy/],
  ["a sealed object", Object.seal({ a: 1 }), /not frozen/],
  ["shared memory", new Float32Array(new SharedArrayBuffer(8)), /another thread/],
  [
    "two views of one memory",
    [new Uint8Array(counted.length + 8), 0].map((v, _i, all) => (v === 0 ? (all[0] as Uint8Array).subarray(2) : v)),
    /shares its memory/,
  ],
]
for (const [what, value, why] of lost) {
  test(`${what} is refused with its place, not stored as something else`, async () => {
    await using place = await emptyStore()
    await assert.rejects(place.store.values.save(value, "x"), (error: Error) => {
      assert.match(error.message, why)
      return "code" in error && error.code === "VALUE_NOT_STORED"
    })
    assert.deepEqual(await place.store.objects.list(), [])
  })
}

test("a value nested deeper than the stack is refused", async () => {
  await using place = await emptyStore()
  let deep: unknown[] = []
  for (let i = 0; i < 100_000; i++) deep = [deep]
  await assert.rejects(place.store.values.save(deep), /nested too deep/)
})

/** A random value with sharing: drawn from the same seed, it is the same value in other memory. */
function drawn(seed: number): unknown {
  const random = randomFrom(seed)
  const pool: object[] = []
  const pick = (count: number) => Math.floor(random() * count)
  const leaves = [
    () => random(),
    () => String.fromCharCode(pick(65536)),
    () => pick(100) - 50,
    () => null,
    () => undefined,
    () => random() > 0.5,
    () => new Float32Array([random(), Number.NaN]),
    () => new Uint8Array(pick(9)),
    () => new Date(pick(1e12)),
    () => BigInt(pick(1e9)),
    () => pool[pick(pool.length)],
  ]
  const one = (depth: number): unknown => {
    const kind = depth === 0 ? 9 : pick(12)
    if (kind > 3) return leaves[pick(leaves.length)]!()
    const made = [[], {}, new Map(), new Set()][kind]!
    pool.push(made)
    for (let i = pick(5); i > 0; i--) {
      const value = one(depth - 1)
      if (Array.isArray(made)) made.push(value)
      else if (made instanceof Map) made.set(one(depth - 1), value)
      else if (made instanceof Set) made.add(value)
      else Reflect.set(made, `k${pick(20)}`, value)
    }
    return made
  }
  return Array.from({ length: 4 }, () => one(5))
}

test("2,000 random values with shared parts come back equal, and equal values have one name", async () => {
  await using place = await emptyStore()
  for (let seed = 0; seed < 2000; seed++) {
    const value = drawn(seed)
    const { digest } = await place.store.values.save(value)
    assert.equal(await place.store.values.digest(drawn(seed)), digest, `seed ${seed}`)
    const found = await place.store.values.load(digest)
    assert.deepEqual(found, value, `seed ${seed}`)
    assert.equal(await place.store.values.digest(found), digest, `seed ${seed}`)
  }
})

class Wheel {
  readonly spokes: number[]
  constructor(spokes: number[]) {
    this.spokes = spokes
  }
}
const wheels = (frozen: boolean): ValueCodec<Wheel> => ({
  kind: "wheel",
  frozen,
  claims: value => value instanceof Wheel,
  pack: wheel => ({ spokes: wheel.spokes }),
  unpack: data => new Wheel((data as Wheel).spokes),
})

test("a value with a codec is stored once, and is one value again for all that point to it", async () => {
  await using place = await emptyStore({ codecs: [wheels(true) as unknown as ValueCodec] })
  const { values, objects } = place.store
  const wheel = new Wheel([1, 2, 3])
  const first = await values.save({ car: wheel })
  const second = await values.save([wheel, wheel])
  assert.equal((await objects.list()).length, 3)
  assert.equal(first.needs.length, 2)
  const [a, b] = (await values.load(second.digest)) as Wheel[]
  assert.equal(a, b)
  assert.equal(a, wheel, "what still lives here is not made twice")
})

test("a living value that has changed since it was stored is not taken for what was stored", async () => {
  await using place = await emptyStore({ codecs: [wheels(false) as unknown as ValueCodec] })
  const { values } = place.store
  const wheel = new Wheel([1])
  const before = await values.save(wheel)
  wheel.spokes.push(2)
  const after = await values.save(wheel)
  assert.notEqual(after.digest, before.digest)
  assert.deepEqual(((await values.load(before.digest)) as Wheel).spokes, [1])
  assert.equal(await values.load(after.digest), wheel)
})

test("a part of another value is refused, since it would be two parts when it is read back", async () => {
  await using place = await emptyStore()
  const owners: Owners = new WeakMap()
  const rows = [{ a: 1 }, { a: 2 }]
  await place.store.values.save(rows, "rows", owners)
  await assert.rejects(place.store.values.save(rows.slice(0, 1), "head", owners), /head\[0\] is a part of rows too/)
  await place.store.values.save(rows, "rows", owners)
})
