import { z } from "zod"
import { positionSchema } from "./journal/entry.ts"

/** What a keeper is told when it starts, as JSON in its first argument. */
export const orderSchema = z.object({
  id: z.string(),
  /** Its own folder: record, journal and log. */
  folder: z.string(),
  /** The kernelspec's name. */
  name: z.string(),
  argv: z.array(z.string()),
  interruptMode: z.enum(["signal", "message"]),
  /** Where the kernel's code runs. */
  cwd: z.string(),
  /** Environment beside the keeper's own. */
  env: z.record(z.string(), z.string()),
  startWithin: z.number(),
  /** Milliseconds after which a kernel that is idle, and that nobody is attached to, ends. */
  idleAfter: z.number(),
})
export type KeeperOrder = z.infer<typeof orderSchema>

/** `keeper.json` in the keeper's folder: how to reach it. Only its owner may read it. */
export const keeperRecordSchema = z.object({
  format: z.literal("kaon-keeper/1"),
  id: z.string(),
  name: z.string(),
  pid: z.number().int(),
  address: z.string(),
  /** Shown at the start of each connection. */
  secret: z.string(),
  started: z.string(),
})
export type KeeperRecord = z.infer<typeof keeperRecordSchema>

export const stateSchema = z.object({
  /** As the kernel said last; "starting", "restarting" and "dead" are the keeper's words. */
  execution: z.string(),
  /** ISO 8601, of the last message from the kernel. */
  lastActivity: z.string(),
  /** Everything before it can be read from the journal. */
  head: positionSchema,
  /** Counts the starts of the kernel; a restart makes a new one. */
  life: z.number().int(),
  pid: z.number().int(),
  /** Why it is dead. */
  reason: z.string().optional(),
})
export type KeeperState = z.infer<typeof stateSchema>

const callSchema = z.object({
  op: z.literal("call"),
  id: z.number().int(),
  method: z.enum(["interrupt", "restart", "shutdown"]),
})

/** From a host to a keeper. A message's parts are the record's. */
export const requestSchema = z.discriminatedUnion("op", [
  z.object({ op: z.literal("hello"), secret: z.string() }),
  z.object({ op: z.literal("send"), channel: z.enum(["shell", "control", "stdin"]), from: z.string() }),
  callSchema,
])
export type KeeperRequest = z.infer<typeof requestSchema>
export type KeeperMethod = z.infer<typeof callSchema>["method"]

const problem = z.object({ code: z.string(), message: z.string(), fix: z.string().optional() })

/** From a keeper to a host. */
export const answerSchema = z.discriminatedUnion("op", [
  z.object({ op: z.literal("welcome"), state: stateSchema }),
  z.object({ op: z.literal("state"), state: stateSchema }),
  z.object({ op: z.literal("result"), id: z.number().int(), problem: problem.optional() }),
])
export type KeeperAnswer = z.infer<typeof answerSchema>

/** What a keeper says to the process that started it. */
export const bornSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("ready") }),
  z.object({ state: z.literal("failed"), problem }),
])
export type Born = z.infer<typeof bornSchema>
