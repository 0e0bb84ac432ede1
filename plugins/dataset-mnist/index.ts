import { definePlugin } from "@kaon/plugin-api"
import { loadMnist } from "./mnist.ts"

export default definePlugin({
  setup(host) {
    host.dataset({ id: "mnist", load: loadMnist })
  },
})
