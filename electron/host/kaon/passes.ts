import { z } from "zod"
import type { Passes } from "../guard/passes.ts"
import { type KaonRoute, route } from "./route.ts"

/** Lets a command that knows the token open this host's page in a browser. */
export const passRoutes = (passes: Passes): KaonRoute[] => [
  route({
    method: "POST",
    path: "/kaon/passes",
    summary: "A word that opens the page once, within two minutes, as `?pass=` of its address.",
    input: z.object({}),
    answer: z.object({ pass: z.string() }),
    handle: async () => ({ pass: passes.issue() }),
  }),
]
