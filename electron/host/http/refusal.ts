import { type ErrorCode, KaonError } from "../../../kernel/contracts/errors.ts"

/** A request that is answered with an error of HTTP. `extra` goes into the answer's JSON beside `message` and `reason`. */
export class Refusal extends Error {
  override readonly name = "Refusal"
  readonly status: number
  readonly extra: Record<string, unknown>

  constructor(status: number, message: string, extra: Record<string, unknown> = {}) {
    super(message)
    this.status = status
    this.extra = extra
  }
}

export const notFound = (message: string): Refusal => new Refusal(404, message)

/** The status of HTTP for errors of Kaon; 500 for the others. */
const statuses: Partial<Record<ErrorCode, number>> = {
  NOTEBOOK_NOT_FOUND: 404,
  NOTEBOOK_INVALID: 400,
  KERNEL_NOT_FOUND: 404,
  SERVICE_NOT_FOUND: 404,
  RUN_NOT_FOUND: 404,
  RUN_UNDER_WAY: 409,
  REQUEST_INVALID: 400,
  SECRET_NOT_FOUND: 404,
  SECRET_INVALID: 400,
  USAGE: 400,
  CHANGED_ON_DISK: 409,
}

/** The status for a write that the system refused: no room is another matter than no right. */
const storage: Readonly<Record<string, number>> = {
  ENOSPC: 507,
  EDQUOT: 507,
  EFBIG: 507,
  EACCES: 403,
  EPERM: 403,
  EROFS: 403,
}

const storageStatus = (cause: unknown): number =>
  (cause instanceof Error && "code" in cause && typeof cause.code === "string" && storage[cause.code]) || 500

export interface Problem {
  status: number
  /** Jupyter's fields, and Kaon's code and fix. */
  body: { message: string; reason: string | null; code?: ErrorCode; fix?: string } & Record<string, unknown>
}

interface HttpFault {
  statusCode: number
  message: string
}
const isHttpFault = (error: unknown): error is HttpFault =>
  error instanceof Error && "statusCode" in error && typeof error.statusCode === "number" && error.statusCode < 500

/** What to answer for an error; undefined for one that is a fault of the program. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Refusal)
    return { status: error.status, body: { message: error.message, reason: null, ...error.extra } }
  if (error instanceof KaonError) {
    const { code, message, fix } = error
    const body = { message, reason: fix ?? null, code, ...(fix === undefined ? {} : { fix }) }
    return { status: statuses[code] ?? (code === "WRITE_FAILED" ? storageStatus(error.cause) : 500), body }
  }
  if (isHttpFault(error)) return { status: error.statusCode, body: { message: error.message, reason: null } }
  return undefined
}
