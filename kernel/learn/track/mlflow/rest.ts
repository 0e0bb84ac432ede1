import { KaonError } from "../../../contracts/errors.ts"

/** Credentials of a server that wants them; MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD, without them. */
export interface MlflowAccess {
  token?: string
  username?: string
  password?: string
}

/** Milliseconds after which a request that nobody answers has failed. */
const patience = 15_000

/** Requests to a tracking server (REST API 2.0). Throws SERVICE_FAILED with the server's own words. */
export class MlflowServer {
  readonly url: string
  readonly #headers: Record<string, string>

  constructor(url: string, access: MlflowAccess) {
    if (!URL.canParse(url) || !/^https?:/.test(url)) {
      throw new KaonError("REQUEST_INVALID", `"${url}" is no address of an MLflow server.`, {
        fix: `Give one such as "http://127.0.0.1:5000".`,
      })
    }
    this.url = url.replace(/\/+$/, "")
    this.#headers = headersOf(access)
  }

  async get(method: string, query: Readonly<Record<string, string>>): Promise<unknown> {
    return await this.#json(`api/2.0/mlflow/${method}?${new URLSearchParams(query)}`, { method: "GET" })
  }

  async post(method: string, body: object): Promise<unknown> {
    const headers = { "content-type": "application/json" }
    return await this.#json(`api/2.0/mlflow/${method}`, { method: "POST", body: JSON.stringify(body), headers })
  }

  /** Puts a file into the server's own store of artefacts. */
  async put(path: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
    const encoded = path.split("/").map(encodeURIComponent).join("/")
    const headers = { "content-type": "application/octet-stream" }
    await this.#json(`api/2.0/mlflow-artifacts/artifacts/${encoded}`, { method: "PUT", body, headers })
  }

  async #json(path: string, { headers, ...init }: RequestInit): Promise<unknown> {
    const signal = AbortSignal.timeout(patience)
    const all = { ...headers, ...this.#headers } as Record<string, string>
    const answer = await fetch(`${this.url}/${path}`, { ...init, headers: all, signal }).catch(cause => {
      throw new KaonError("SERVICE_FAILED", `The MLflow server at ${this.url} does not answer.`, {
        fix: "Check the address, and that the server runs (mlflow server).",
        cause,
      })
    })
    const said = await answer.text()
    if (answer.ok) return parsed(said) ?? {}
    const { error_code: code, message } = (parsed(said) ?? {}) as { error_code?: string; message?: string }
    const words = message ?? said.slice(0, 200)
    throw new MlflowError(
      code,
      `The MLflow server at ${this.url} refused: ${words || answer.status} (${answer.status}).`,
    )
  }
}

/** A refusal, with the server's code for it. */
export class MlflowError extends KaonError {
  readonly reason: string | undefined

  constructor(reason: string | undefined, message: string) {
    super("SERVICE_FAILED", message, { fix: "Correct what the server names, or ask who runs it." })
    this.reason = reason
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function headersOf({ token, username, password }: MlflowAccess): Record<string, string> {
  const { MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD } = process.env
  const bearer = token ?? (username === undefined ? MLFLOW_TRACKING_TOKEN : undefined)
  if (bearer !== undefined) return { authorization: `Bearer ${bearer}` }
  const [user, secret] = [username ?? MLFLOW_TRACKING_USERNAME, password ?? MLFLOW_TRACKING_PASSWORD]
  if (user === undefined || secret === undefined) return {}
  return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}` }
}
