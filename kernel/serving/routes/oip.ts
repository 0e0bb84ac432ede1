import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { TensorSpec } from "../../contracts/bundle.ts"
import { parseInferRequest } from "../oip/request.ts"
import { chosen, renderResponse } from "../oip/response.ts"
import { RequestError } from "../request-error.ts"
import { modelOf, type ServerState } from "../state.ts"

type Params = { name: string; version?: string }
const lengthHeader = "inference-header-content-length"

/** Open Inference Protocol v2 over HTTP: metadata and inference, with its binary tensor extension. */
export function oipRoutes(app: FastifyInstance, state: ServerState): void {
  app.get("/v2", async () => ({
    name: "kaon",
    version: "0.1.0",
    extensions: ["binary_tensor_data"],
    kaon: {
      ...state.identity,
      pid: process.pid,
      model: state.model?.bundle.name,
      model_version: state.model?.bundle.version,
    },
  }))

  const metadata = async ({ params }: { params: Params }) => {
    const { bundle, outputs } = modelOf(state, params.name, params.version)
    const { name, version, platform, inputs } = bundle
    return { name, versions: [version], platform, inputs: inputs.map(asSaid), outputs: outputs.map(asSaid) }
  }
  const infer = async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply) => {
    const model = modelOf(state, request.params.name, request.params.version)
    const { bundle } = model
    const [body, tail] = split(request.body, request.headers[lengthHeader])
    const inference = parseInferRequest(body, bundle.inputs, tail)
    const given = await model.infer(inference.feeds)
    const answer = renderResponse(bundle, inference, chosen(given, inference))
    if (answer.tail.length === 0) return reply.type("application/json").send(answer.head)
    const head = Buffer.from(answer.head)
    return reply
      .header(lengthHeader, head.length)
      .type("application/octet-stream")
      .send(Buffer.concat([head, ...answer.tail]))
  }
  for (const path of ["/v2/models/:name", "/v2/models/:name/versions/:version"]) {
    app.get<{ Params: Params }>(path, metadata)
    app.post<{ Params: Params }>(`${path}/infer`, infer)
  }
}

/** A tensor's description in the protocol's own words. */
const asSaid = ({ name, shape, datatype }: TensorSpec) => ({ name, shape, datatype })

/** JSON of a request, and the binary tensors that follow it where the header says how long the JSON is. */
function split(body: unknown, header: string | string[] | undefined): [unknown, Uint8Array | undefined] {
  if (!Buffer.isBuffer(body)) return [body, undefined]
  const length = header === undefined ? body.length : Number(header)
  if (!Number.isInteger(length) || length < 0 || length > body.length)
    throw new RequestError(
      400,
      `The header Inference-Header-Content-Length is ${header}, and the body has ${body.length} bytes.`,
    )
  try {
    return [JSON.parse(body.toString("utf8", 0, length)), body.subarray(length)]
  } catch (cause) {
    throw new RequestError(400, "The body is not valid JSON.", { cause })
  }
}
