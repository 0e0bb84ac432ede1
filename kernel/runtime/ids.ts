/** A random UUID. The module behind it takes 10 ms to load, which the first that asks pays, not every start. */
export const randomUUID = (): string => process.getBuiltinModule("node:crypto").randomUUID()
