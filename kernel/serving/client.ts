import { z } from "zod"
import { KaonError } from "../contracts/errors.ts"
import { isOneExample } from "./example-shape.ts"
import { asKaonError, Busy, request, type Transport } from "./transport.ts"

export interface ConnectOptions {
  /** Sent as `Authorization: Bearer …`. */
  apiKey?: string
  /** Milliseconds for a request with all its retries; 60,000 if absent. */
  timeout?: number
  /** How often a request is tried again where the service cannot be reached or is not ready; 4 if absent. */
  retries?: number
  signal?: AbortSignal
}

/** What a service says of one example. */
export interface ServedPrediction {
  /** Name of the class; where a number is predicted, the number as text. */
  label: string
  /** Of that class, 0–1; NaN where a number is predicted. */
  probability: number
  /** Of every class, by name; empty where a number is predicted. */
  probabilities: Record<string, number>
  /** The number predicted (the first where there are several), or the index of the class. */
  value: number
  /** All numbers, where several are predicted. */
  values?: number[] | undefined
}

type Flat = ArrayLike<number>
type Row = Readonly<Record<string, unknown>>
/** What a column of a row may hold. */
type Value = number | string | number[]
type Nested = readonly Flat[] | readonly (readonly Flat[])[] | readonly (readonly (readonly Flat[])[])[]

/** A service that answered when it was connected to. */
export interface RemoteModel {
  readonly name: string
  readonly version: string
  readonly address: string
  readonly labels: readonly string[] | undefined
  /**
   * Predicts from raw examples: one (flat numbers of one example, a row by column name, or the text where that is all there is) gives one
   * prediction, a list of them a list.
   * Nested arrays are one example or a list, by their shape. Throws REQUEST_INVALID with the service's sentence, SERVICE_NOT_FOUND, SERVICE_FAILED.
   */
  predict(one: Flat | Row | Value): Promise<ServedPrediction>
  predict(many: readonly Row[] | readonly string[]): Promise<ServedPrediction[]>
  predict(oneOrMany: Nested): Promise<ServedPrediction | ServedPrediction[]>
}

const number = z
  .number()
  .nullable()
  .transform(value => value ?? Number.NaN)
const answerSchema = z.object({
  predictions: z.array(
    z.object({
      label: z.string(),
      probability: number,
      probabilities: z.record(z.string(), number),
      value: number,
      values: z.array(number).optional(),
    }),
  ),
})
const aboutSchema = z.discriminatedUnion("ready", [
  z.object({ ready: z.literal(false) }),
  z.object({
    ready: z.literal(true),
    name: z.string(),
    version: z.string(),
    inputs: z.array(z.object({ shape: z.array(z.number()) })).min(1),
    input: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("image"), height: z.number(), width: z.number(), channels: z.number() }),
        z.object({ kind: z.literal("tensor") }),
      ])
      .optional(),
    labels: z.array(z.string()).optional(),
  }),
])

/**
 * A client of the model server at an address, or of a service that was deployed. Throws SERVICE_NOT_FOUND where none answers
 * there, or where the service has no address.
 */
export async function connect(
  to: string | undefined | { readonly address: string | undefined },
  options: ConnectOptions = {},
): Promise<RemoteModel> {
  const { timeout = 60_000, retries = 4, apiKey, signal } = options
  const transport: Transport = {
    base: baseOf(typeof to === "string" ? to : addressOf(to ?? { address: undefined })),
    timeout,
    retries,
    apiKey,
    signal,
  }
  const about = await request(transport, "/", undefined, body => {
    const parsed = aboutSchema.parse(body)
    return parsed.ready ? parsed : Busy
  }).catch(error => {
    throw asKaonError(error, transport)
  })
  const { input } = about
  const shape =
    input?.kind === "image" ? [input.height, input.width, input.channels] : (about.inputs[0]?.shape.slice(1) ?? [])

  async function predict(input: unknown): Promise<ServedPrediction & ServedPrediction[]>
  async function predict(input: unknown): Promise<ServedPrediction | ServedPrediction[]> {
    const one = isOneExample(input, shape)
    const inputs = one ? [plain(input)] : plain(input)
    const { predictions } = await request(transport, "/predict", { inputs }, body => answerSchema.parse(body)).catch(
      error => {
        throw asKaonError(error, transport)
      },
    )
    const [first] = predictions
    return one && first !== undefined ? first : predictions
  }
  const { name, version, labels } = about
  return { name, version, labels, address: transport.base, predict }
}

function addressOf({ address }: { readonly address: string | undefined }): string {
  if (address !== undefined) return address
  throw new KaonError("SERVICE_NOT_FOUND", "This service is not deployed yet.", { fix: "Run its %%deploy cell first." })
}

function baseOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new KaonError("REQUEST_INVALID", `${JSON.stringify(url)} is no address of a service.`, {
      fix: 'Write it as "http://127.0.0.1:8080".',
    })
  return url.replace(/\/+$/, "")
}

/** Typed arrays, which JSON would write as objects, as plain ones; at any depth. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>)
  return Array.isArray(value) ? value.map(plain) : value
}
