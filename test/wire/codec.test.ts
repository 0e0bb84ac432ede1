import assert from "node:assert/strict"
import { test } from "node:test"
import { decode, encode, headerFactory, WireError } from "../../kernel/wire/index.ts"

const { header } = headerFactory("session")
const message = {
  header: header("execute_request"),
  parent: {},
  metadata: { cellId: "a" },
  content: { code: "1 + 1 // ünïcode 🎉" },
  buffers: [Buffer.from([0, 255, 10])],
}
const key = "secret"

test("a message comes back as it was sent, with its routing and its buffers", () => {
  const identity = Buffer.from("client")
  const found = decode(encode({ ...message, identities: [identity] }, key), key)
  assert.deepEqual(found, { ...message, identities: [identity] })
})

test("a connection without a key neither signs nor checks", () => {
  const frames = encode(message, "")
  assert.equal(frames[1]?.length, 0)
  assert.deepEqual(decode(frames, "").content, message.content)
})

test("a frame changed after signing is refused, whichever it is", () => {
  for (const index of [1, 2, 3, 4, 5]) {
    const frames = encode(message, key).map(frame => Buffer.from(frame))
    const frame = frames[index]!
    frame[frame.length - 1]! ^= 1
    assert.throws(
      () => decode(frames, key),
      { name: "WireError", message: /signature does not match/ },
      `frame ${index}`,
    )
  }
})

test("the signature is checked before any JSON is parsed", () => {
  const frames = encode(message, "another key")
  frames[2] = Buffer.from("{ not json")
  assert.throws(() => decode(frames, key), /signature does not match/)
})

test("a short or missing signature, or a missing delimiter, is refused", () => {
  const frames = encode(message, key)
  assert.throws(() => decode(frames.slice(1), key), /delimiter/)
  assert.throws(() => decode([...frames.slice(0, 1), Buffer.alloc(0), ...frames.slice(2)], key), /signature/)
  assert.throws(() => decode(frames.slice(0, 4), key), /frames after the signature/)
  assert.throws(() => decode([], key), /delimiter/)
})

test("a header without its fields is refused by name", () => {
  const { msg_id: _, ...rest } = message.header
  assert.throws(() => decode(encode({ ...message, header: rest as typeof message.header }, key), key), /msg_id/)
})

test("thousands of mangled frame lists give a WireError or a message, never another error", () => {
  const random = generator(7)
  const valid = encode({ ...message, identities: [Buffer.from("x")] }, "")
  for (let round = 0; round < 5000; round++) {
    const frames = valid.map(frame => Buffer.from(frame))
    for (let change = random(4); change >= 0; change--) mangle(frames, random)
    try {
      decode(frames, "")
    } catch (cause) {
      assert.ok(cause instanceof WireError, String(cause))
    }
  }
})

/** Numerical Recipes' linear congruential generator; below(n) is 0 … n-1. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function mangle(frames: Buffer[], random: (below: number) => number): void {
  const at = random(frames.length)
  const frame = frames[at] ?? Buffer.alloc(0)
  const changes = [
    () => frames.splice(at, 1),
    () => frames.splice(at, 0, Buffer.from(Array.from({ length: random(40) }, () => random(256)))),
    () => frames.splice(at, 1, frame.subarray(0, random(frame.length + 1))),
    () => frames.splice(at, 1, Buffer.from(["null", "[]", "0", '"x"', "{}", '{"a":', "\ufeff{}"][random(7)]!)),
    () => {
      if (frame.length > 0) frame[random(frame.length)] = random(256)
    },
  ]
  changes[random(changes.length)]!()
}
