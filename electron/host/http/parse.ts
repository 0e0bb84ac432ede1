import { z } from "zod"
import { Refusal } from "./refusal.ts"

/** A request's body, query or parameters as its schema says. Refuses with 400, naming the field. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const where = issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`
  throw new Refusal(400, `The request is not valid${where}: ${issue.message}.`)
}

/** `1`, `0`, `true` or `false` in a query. */
export const flag = (otherwise: boolean) =>
  z
    .enum(["0", "1", "true", "false"])
    .transform(text => text === "1" || text === "true")
    .default(otherwise)
