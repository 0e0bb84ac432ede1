import { z } from "zod"
import { extensionMethods } from "../../../kernel/contracts/extension.ts"
import type { Answerer } from "./asking.ts"
import { type KaonRoute, route } from "./route.ts"

const kernel = z.string().describe("Id of a kernel.")
const {
  "variables.list": list,
  "variables.page": page,
  "variables.get": get,
  "variables.profile": profile,
} = extensionMethods

/** What a kernel's variables hold. */
export const variableRoutes = (questions: (kernel: string) => Answerer): KaonRoute[] => [
  route({
    method: "GET",
    path: "/kaon/variables",
    summary: "The variables of a kernel, with type, shape and size.",
    input: z.object({ kernel }),
    answer: list.result,
    handle: input => questions(input.kernel).ask("variables.list", {}),
  }),
  route({
    method: "GET",
    path: "/kaon/variables/{name}",
    summary: "A variable as a cell shows it.",
    input: get.params.extend({ kernel }),
    answer: get.result,
    handle: ({ kernel, name }) => questions(kernel).ask("variables.get", { name }),
  }),
  route({
    method: "POST",
    path: "/kaon/variables/page",
    summary: "Rows of a variable that is a table, sorted and filtered.",
    input: page.params.extend({ kernel }),
    answer: page.result,
    handle: ({ kernel, ...params }) => questions(kernel).ask("variables.page", params),
  }),
  route({
    method: "POST",
    path: "/kaon/variables/profile",
    summary: "What a column of such a variable holds: counts, range, histogram, most frequent values.",
    input: profile.params.extend({ kernel }),
    answer: profile.result,
    handle: ({ kernel, ...params }) => questions(kernel).ask("variables.profile", params),
  }),
]
