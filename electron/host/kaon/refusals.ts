import type { ExtensionFailure } from "../../../kernel/contracts/extension.ts"
import { Refusal } from "../http/refusal.ts"

const statuses: Partial<Record<ExtensionFailure["code"], number>> = {
  BUSY: 503,
  NOT_FOUND: 404,
  METHOD_UNKNOWN: 501,
  REQUEST_INVALID: 400,
  PARAMS_INVALID: 400,
}

/** Why a kernel did not answer a question of Kaon's own, as HTTP says it. */
export const refusalOf = ({ code, message }: ExtensionFailure): Refusal =>
  new Refusal(statuses[code] ?? 422, message, { code })
