import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"

const cipher = "aes-256-gcm"
const sizes = { iv: 12, tag: 16 }

export const newKey = (): Buffer => randomBytes(32)

/** A text sealed with a key, bound to what it is about: it opens for that alone. */
export function seal(key: Buffer, about: string, text: string): string {
  const iv = randomBytes(sizes.iv)
  const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(about))
  const body = Buffer.concat([sealing.update(text, "utf8"), sealing.final()])
  return Buffer.concat([iv, sealing.getAuthTag(), body]).toString("base64")
}

/** Throws where the key, what it is about, or a byte of it is another. */
export function unseal(key: Buffer, about: string, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64")
  const tag = bytes.subarray(sizes.iv, sizes.iv + sizes.tag)
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, sizes.iv), { authTagLength: sizes.tag })
  opening.setAAD(Buffer.from(about)).setAuthTag(tag)
  return opening.update(bytes.subarray(sizes.iv + sizes.tag), undefined, "utf8") + opening.final("utf8")
}
