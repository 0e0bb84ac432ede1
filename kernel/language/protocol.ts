import { z } from "zod"

/** What the language server says, as far as we read it (Language Server Protocol 3.17). Offsets are UTF-16 code units. */
export const incomingSchema = z.object({
  id: z.union([z.number(), z.string()]).nullish(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
})

export const configurationSchema = z.object({ items: z.array(z.object({ section: z.string().optional() })) })

const position = z.object({ line: z.number(), character: z.number() })
const range = z.object({ start: position, end: position })
export type Position = z.infer<typeof position>
export type Range = z.infer<typeof range>

const markup = z.union([z.string(), z.object({ kind: z.string().optional(), value: z.string() })])
export const textOf = (text: z.infer<typeof markup>): string => (typeof text === "string" ? text : text.value)

const completionItem = z.looseObject({
  label: z.string(),
  kind: z.number().optional(),
  tags: z.array(z.number()).optional(),
  detail: z.string().optional(),
  documentation: markup.optional(),
  sortText: z.string().optional(),
  insertText: z.string().optional(),
  textEdit: z
    .object({
      newText: z.string(),
      range: range.optional(),
      insert: range.optional(),
    })
    .optional(),
})
export type CompletionItem = z.infer<typeof completionItem>
export const resolvedSchema = completionItem
export const completionSchema = z
  .union([z.array(completionItem), z.object({ items: z.array(completionItem) })])
  .nullish()
  .transform(found => (found === null || found === undefined ? [] : Array.isArray(found) ? found : found.items))

export const hoverSchema = z
  .object({ contents: z.union([markup, z.array(markup)]) })
  .nullish()
  .transform(found => (found ? [found.contents].flat().map(textOf).join("\n\n") : ""))

export const diagnosticsSchema = z.object({
  items: z
    .array(
      z.object({
        range,
        severity: z.number().default(1),
        code: z.union([z.number(), z.string()]).default(0),
        tags: z.array(z.number()).default([]),
        message: z.string(),
      }),
    )
    .default([]),
})

const location = z.union([
  z.object({ uri: z.string(), range }),
  z.object({ targetUri: z.string(), targetSelectionRange: range }).transform(link => ({
    uri: link.targetUri,
    range: link.targetSelectionRange,
  })),
])
export const locationsSchema = z
  .union([location, z.array(location)])
  .nullish()
  .transform(found => (found ? [found].flat() : []))

const edits = z.array(z.object({ range, newText: z.string() }))
export const workspaceEditSchema = z
  .object({
    changes: z.record(z.string(), edits).default({}),
    documentChanges: z.array(z.object({ textDocument: z.object({ uri: z.string() }), edits })).default([]),
  })
  .nullish()
  .transform(found => [
    ...Object.entries(found?.changes ?? {}).map(([uri, list]) => ({ uri, edits: list })),
    ...(found?.documentChanges ?? []).map(change => ({ uri: change.textDocument.uri, edits: change.edits })),
  ])

export const signatureSchema = z
  .object({
    activeSignature: z.number().nullish(),
    activeParameter: z.number().nullish(),
    signatures: z.array(
      z.object({
        label: z.string(),
        documentation: markup.optional(),
        activeParameter: z.number().nullish(),
        parameters: z
          .array(
            z.object({
              label: z.union([z.string(), z.tuple([z.number(), z.number()])]),
              documentation: markup.optional(),
            }),
          )
          .default([]),
      }),
    ),
  })
  .nullish()
