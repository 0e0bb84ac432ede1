import { KaonError } from "../../contracts/errors.ts"

/** Says which part of a value the store cannot hold, and why; the value is then made again where it is needed. */
export const refused = (path: string, why: string): KaonError =>
  new KaonError("VALUE_NOT_STORED", `${path} ${why}.`, {
    fix: "Nothing needs to be done: the cell runs again where its value is needed.",
  })
