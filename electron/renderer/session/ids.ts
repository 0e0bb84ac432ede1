/** An id of a cell that no other cell has. */
export const newId = (): string => crypto.randomUUID().replaceAll("-", "").slice(0, 12)
