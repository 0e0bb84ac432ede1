import type { DatasetPayload } from "../../contracts/dataset.ts"
import type { ErrorCode } from "../../contracts/errors.ts"

/** What to load, sent to a plugin's process once; a second message, `stop`, asks it to give up. */
export type Order =
  | { order: "load"; main: string; dataset: string; dataDirectories: string[]; cacheDirectory: string }
  | { order: "stop" }

/** What a plugin's process answers: progress any number of times, then one result. */
export type Answer =
  | { answer: "progress"; fraction: number | null; detail: string }
  | { answer: "loaded"; payload: DatasetPayload }
  | { answer: "unknown"; offered: string[] }
  | {
      answer: "failed"
      message: string
      code?: ErrorCode | undefined
      fix?: string | undefined
      stack?: string | undefined
    }
