import { z } from "zod"
import { parseNotebook } from "../../../kernel/notebook/index.ts"
import { readCheckpoint } from "../contents/checkpoints.ts"
import type { Contents } from "../contents/contents.ts"
import { committed } from "../contents/git.ts"
import { cleanPath } from "../contents/paths.ts"
import { statOf } from "../contents/read.ts"
import { notFound } from "../http/refusal.ts"
import { type KaonRoute, route } from "./route.ts"

const content = z.looseObject({ cells: z.array(z.unknown()) })
const path = z.string().describe("A notebook.")

/** Earlier states of a notebook, to compare with: the last commit and the checkpoints. */
export const versionRoutes = (contents: Contents): KaonRoute[] => {
  const { root } = contents
  const parsed = async (name: string, bytes: Uint8Array) => (await parseNotebook(name, bytes)).notebook
  return [
    route({
      method: "GET",
      path: "/kaon/versions/head",
      summary: "A notebook as the last commit of its git repository has it. Runs nothing that the repository brings.",
      input: z.object({ path }),
      answer: z.object({ content, at: z.string(), commit: z.string(), subject: z.string() }),
      handle: async given => {
        const name = cleanPath(given.path)
        const found = await committed(await root.locate(name))
        if (found === undefined) throw notFound(`${name} is in no commit of a git repository.`)
        const { bytes, ...about } = found
        return { content: await parsed(name, bytes), ...about }
      },
    }),
    route({
      method: "GET",
      path: "/kaon/versions/checkpoint",
      summary: "A notebook as one of its checkpoints has it; without an id, the last one.",
      input: z.object({ path, id: z.string().optional() }),
      answer: z.object({ content, at: z.string(), id: z.string() }),
      handle: async given => {
        const name = cleanPath(given.path)
        await statOf(await root.locate(name), name)
        const list = await contents.checkpoints.list(name)
        const found = given.id === undefined ? list.at(-1) : list.find(({ id }) => id === given.id)
        if (found === undefined) throw notFound(`${name} has no checkpoint yet: saving it makes one.`)
        const bytes = await readCheckpoint(root, name, found.id)
        return { content: await parsed(name, bytes), at: found.last_modified, id: found.id }
      },
    }),
  ]
}
