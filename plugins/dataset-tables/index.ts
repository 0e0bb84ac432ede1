import { readFile } from "node:fs/promises"
import { definePlugin } from "@kaon/plugin-api"
import { payloadOf } from "./payload.ts"
import { tables } from "./tables.ts"

export default definePlugin({
  setup(host) {
    for (const table of tables) {
      const file = new URL(`./data/${table.id}.csv`, import.meta.url)
      host.dataset({
        id: table.id,
        load: async ({ signal }) => payloadOf(table, await readFile(file, { signal })),
      })
    }
  },
})
