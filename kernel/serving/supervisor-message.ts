import { z } from "zod"
import { deploymentRecordSchema } from "../contracts/deployment.ts"
import { type ErrorCode, errorCodes } from "../contracts/errors.ts"

/** What a supervisor is started for, as JSON in its first argument. */
export const orderSchema = z.object({
  name: z.string(),
  /** The notebook folder, whose `.kaon/deployments` holds the record. */
  directory: z.string(),
  bundle: z.string(),
  version: z.string(),
  host: z.string(),
  port: z.number().int(),
  /** Must it be this port, or the next free one? */
  exact: z.boolean(),
})
export type SupervisorOrder = z.infer<typeof orderSchema>

/** What a supervisor says to the process that started it. */
export const supervisorMessageSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("ready"), record: deploymentRecordSchema }),
  z.object({
    state: z.literal("failed"),
    code: z.custom<ErrorCode>(value => typeof value === "string" && value in errorCodes),
    message: z.string(),
    fix: z.string().optional(),
  }),
])
export type SupervisorMessage = z.infer<typeof supervisorMessageSchema>
