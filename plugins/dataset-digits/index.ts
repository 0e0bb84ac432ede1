import { readFile } from "node:fs/promises"
import { definePlugin } from "@kaon/plugin-api"
import { digitsPayload } from "./digits.ts"

const file = new URL("./digits.u8.gz", import.meta.url)

export default definePlugin({
  setup(host) {
    host.dataset({
      id: "digits",
      load: async ({ signal }) => digitsPayload(await readFile(file, { signal })),
    })
  },
})
