import { randomInt } from "node:crypto"

const letters = "bcdfghjkmnpqrstvwxz23456789"

/**
 * A run's id: its number, so that ids sort as runs began whatever the clock did, and four letters, so that runs of two folders are
 * rarely called the same. Lower case throughout: it is a folder's name on every file system.
 */
export const idOf = (number: number): string =>
  `${String(number).padStart(6, "0")}-${Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("")}`

/** The number in an id; undefined for a name that is none. */
export const numberIn = (id: string): number | undefined => {
  const [, digits] = /^(\d{6,})-[a-z0-9]{4}$/.exec(id) ?? []
  return digits === undefined ? undefined : Number(digits)
}
