import { z } from "zod"

/** Where a shortcut holds: with a cell selected, while editing, or everywhere. */
export const shortcutPlaces = ["command", "edit", "always"] as const
const binding = z.object({ keys: z.string().min(1).max(60), where: z.enum(shortcutPlaces) })
export type Binding = z.infer<typeof binding>

/**
 * What a person sets once for all notebooks and windows. A field that cannot be read is as if it were not there; fields that are
 * not known are kept, so that an older and a newer Kaon may share one file.
 */
export const settingsSchema = z.looseObject({
  theme: z.enum(["system", "light", "dark", "contrast"]).default("system").catch("system"),
  language: z.enum(["en", "zh"]).default("en").catch("en"),
  codeSize: z.enum(["small", "normal", "large", "larger"]).default("normal").catch("normal"),
  lineNumbers: z.boolean().default(false).catch(false),
  wordWrap: z.boolean().default(false).catch(false),
  autosave: z.boolean().default(true).catch(true),
  /** Seconds between the last change and the save. */
  autosaveAfter: z.number().int().min(1).max(120).default(2).catch(2),
  runOnOpen: z.boolean().default(false).catch(false),
  /** The shortcuts of commands that are not as they came; none for an empty list. */
  keys: z.record(z.string(), z.array(binding).max(8)).default({}).catch({}),
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = settingsSchema.parse({})
