/** What this reads of a zod issue. */
export interface Issue {
  code: string
  message: string
  expected?: unknown
  inclusive?: boolean | undefined
  minimum?: number | bigint
  maximum?: number | bigint
}

const types: Record<string, string> = {
  number: "a number",
  int: "a whole number",
  string: "text",
  boolean: "true or false",
}

/** What a value must be, from zod's issue, in words that follow "it must be". */
export function describeIssue(issue: Issue | undefined): string {
  if (!issue) return "something else"
  const { code, expected, inclusive, minimum, maximum, message } = issue
  if (code === "too_small") return `${inclusive ? "at least" : "more than"} ${minimum}`
  if (code === "too_big") return `${inclusive ? "at most" : "less than"} ${maximum}`
  if (code === "invalid_type") return types[String(expected)] ?? String(expected)
  return message
}
