import { readFile } from "node:fs/promises"
import { definePlugin } from "@kaon/plugin-api"
import { vowelsPayload } from "./vowels.ts"

const file = new URL("./vowels.i16.gz", import.meta.url)

export default definePlugin({
  setup(host) {
    host.dataset({
      id: "vowels",
      load: async ({ signal }) => vowelsPayload(await readFile(file, { signal })),
    })
  },
})
