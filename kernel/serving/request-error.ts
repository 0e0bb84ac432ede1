import { KaonError } from "../contracts/errors.ts"

/** A request that is answered with `status` and `{"error": message}`. The message is one sentence for whoever wrote the request. */
export class RequestError extends Error {
  readonly status: number
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

/** Fastify's codes that a request can cause, as sentences. */
const sentences: Record<string, (limit: number) => string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: limit => `The body is larger than ${limit} bytes, the limit of this server.`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => "The content type is not known here: send application/json.",
  FST_ERR_CTP_EMPTY_JSON_BODY: () => "The body is empty: send a JSON object.",
  FST_ERR_CTP_INVALID_JSON_BODY: () => "The body is not valid JSON.",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => "The body is not as long as its Content-Length says.",
}

/** Status and sentence for anything thrown while a request is handled. What is no fault of the request says nothing of the inside. */
export function describeError(error: unknown, bodyLimit: number): { status: number; message: string } {
  if (error instanceof RequestError) return { status: error.status, message: error.message }
  if (error instanceof KaonError && (error.code === "SHAPE_MISMATCH" || error.code === "DATA_INVALID"))
    return { status: 400, message: [error.message, error.fix].filter(part => part !== undefined).join(" ") }
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string }
  const sentence = code === undefined ? undefined : sentences[code]
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, message: sentence?.(bodyLimit) ?? message ?? "The request is not valid." }
  return { status: 500, message: "The model failed on this request; the server's log says more." }
}
