import { z } from "zod"

/** `.kaon/deployments/<name>.json`: a service that its supervisor keeps up. Written atomically; the supervisor is its only writer once started. */
export const deploymentRecordSchema = z.object({
  format: z.literal("kaon-deployment/1"),
  name: z.string(),
  target: z.literal("local"),
  /** Folder of the bundle that is served. */
  bundle: z.string(),
  /** SHA-256 version of that bundle. */
  version: z.string(),
  host: z.string(),
  port: z.number().int(),
  address: z.url(),
  supervisor: z.number().int().describe("process id of the supervisor"),
  server: z.number().int().optional().describe("process id of the model server"),
  state: z.enum(["starting", "ready", "stopped", "failed"]),
  restarts: z.number().int(),
  started: z.string(),
  error: z.string().optional(),
})
export type DeploymentRecord = z.infer<typeof deploymentRecordSchema>
