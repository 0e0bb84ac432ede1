import { z } from "zod"
import {
  type ExtensionMethod,
  type ExtensionParams,
  type ExtensionReply,
  type ExtensionResult,
  extensionMethods,
  extensionRequestSchema,
} from "../../contracts/extension.ts"
import { ExtensionRefused } from "../../contracts/extensioncalls.ts"

export type ExtensionHandlers = {
  [M in ExtensionMethod]: (params: ExtensionParams<M>) => ExtensionResult<M> | Promise<ExtensionResult<M>>
}

const isMethod = (name: string): name is ExtensionMethod => Object.hasOwn(extensionMethods, name)

/** Answers requests of the target `kaon.v1`, several at a time. */
export class Extension {
  readonly #handlers: ExtensionHandlers

  constructor(handlers: ExtensionHandlers) {
    this.#handlers = handlers
  }

  /** Never rejects: what goes wrong is in the reply. */
  async answer(data: unknown): Promise<ExtensionReply> {
    const request = extensionRequestSchema.safeParse(data)
    if (!request.success) {
      return { id: null, error: { code: "REQUEST_INVALID", message: z.prettifyError(request.error) } }
    }
    const { id, method, params = {} } = request.data
    if (!isMethod(method)) return { id, error: { code: "METHOD_UNKNOWN", message: `There is no method ${method}.` } }
    const parsed = extensionMethods[method].params.safeParse(params)
    if (!parsed.success) return { id, error: { code: "PARAMS_INVALID", message: z.prettifyError(parsed.error) } }
    try {
      return { id, result: await (this.#handlers[method] as (params: unknown) => unknown)(parsed.data) }
    } catch (cause) {
      const code = cause instanceof ExtensionRefused ? cause.code : "FAILED"
      return { id, error: { code, message: cause instanceof Error ? cause.message : String(cause) } }
    }
  }
}
