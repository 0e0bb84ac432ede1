import assert from "node:assert/strict"
import { test } from "node:test"
import { Mask } from "../../kernel/secrets/mask.ts"

const token = 'hf_q"9+x/Zt~51'
const maskOf = (...values: string[]) => {
  const mask = new Mask()
  for (const value of values) mask.add("TOKEN", value)
  return mask
}

test("a secret is masked as it is, and as JSON, addresses, base64 and hex write it", () => {
  const mask = maskOf(token)
  const bytes = Buffer.from(token)
  const forms = [token, JSON.stringify({ token }), encodeURIComponent(token), bytes.toString("hex")]
  for (const form of [...forms, bytes.toString("base64url")]) {
    const seen = mask.text(`a ${form} b`)
    assert.match(seen, /\[secret TOKEN\]/, form)
    assert.ok(!seen.includes(form), form)
  }
})

test("within a longer text in base64 what is its own is masked, wherever it stands", () => {
  for (const user of ["", "a", "ab", "abc"]) {
    const header = Buffer.from(`${user}:${token}`).toString("base64")
    const seen = maskOf(token).text(`authorization: Basic ${header}`)
    assert.ok(!Buffer.from(seen.split(" ").at(-1)!, "base64").toString().includes(token), seen)
    assert.match(seen, /\[secret TOKEN\]/)
  }
})

test("each line of a key of many lines is masked, and the longest text is taken first", () => {
  const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----"
  assert.ok(!maskOf(key).text("  MIIEvQIBADANBg  ").includes("MIIE"))
  const mask = maskOf("abcdef")
  mask.add("LONG", "abcdefghij")
  assert.equal(mask.text("abcdefghij abcdef"), "[secret LONG] [secret TOKEN]")
})

test("texts in objects and arrays are masked, keys too; numbers, bytes and everything without a secret stay", () => {
  const bytes = new Uint8Array([1])
  const mask = maskOf("s3cr3t-value")
  assert.deepEqual(mask.value({ "s3cr3t-value": [{ a: "x s3cr3t-value" }, 7, null], bytes }), {
    "[secret TOKEN]": [{ a: "x [secret TOKEN]" }, 7, null],
    bytes,
  })
  const nothing = { a: "b" }
  assert.equal(new Mask().value(nothing), nothing)
})

test("characters of regular expressions in a secret mean themselves", () => {
  const mask = maskOf("a.b*c(d)[e]$")
  assert.equal(mask.text("a.b*c(d)[e]$ aXbbc"), "[secret TOKEN] aXbbc")
})

test("the end of a text that may be the beginning of a secret is known, however short", () => {
  const mask = maskOf("hf_abcdef")
  assert.equal(mask.undecided("token: hf_abc"), 6)
  assert.equal(mask.undecided("h"), 1)
  assert.equal(mask.undecided("hf_abcdef"), 0)
  assert.equal(mask.undecided("done\n"), 0)
})
