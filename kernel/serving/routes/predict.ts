import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { RequestError } from "../request-error.ts"
import { modelOf, type ServerState } from "../state.ts"

const bodySchema = z.object({ inputs: z.array(z.unknown()).min(1) })

/**
 * `POST /predict {"inputs": [example, …]}` → `{"predictions": [{label, probability, probabilities, value}, …]}`, of the same length and order.
 * An example is raw, in the form that training took it: nested or flat numbers, or an object of columns.
 */
export function predictRoutes(app: FastifyInstance, state: ServerState): void {
  app.post("/predict", async request => {
    const model = modelOf(state)
    const body = bodySchema.safeParse(request.body)
    if (!body.success)
      throw new RequestError(400, `The body has to be {"inputs": [example, …]} with at least one example.`)
    return { predictions: await model.classify(body.data.inputs) }
  })

  app.get("/", async () => {
    const { name, version, input, labels, figures, inputs } = state.model?.bundle ?? {}
    const routes = { predict: "/predict", infer: `/v2/models/${name}/infer`, metadata: `/v2/models/${name}` }
    return {
      name,
      version,
      input,
      labels,
      figures,
      inputs,
      routes,
      ready: state.model !== undefined && !state.draining,
    }
  })
}
