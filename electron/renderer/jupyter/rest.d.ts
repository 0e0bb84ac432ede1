import { z } from "zod"
/** Where a Jupyter server is, and what it wants to see with each request ("" where a cookie says it). */
export interface Server {
  readonly base: string
  readonly token: string
}
/** A request that the server refused, or that did not reach it (status 0). */
export declare class ServerRefused extends Error {
  readonly name = "ServerRefused"
  readonly status: number
  constructor(status: number, message: string)
}
declare const entry: z.ZodObject<
  {
    name: z.ZodString
    path: z.ZodString
    type: z.ZodEnum<{
      directory: "directory"
      file: "file"
      notebook: "notebook"
    }>
    last_modified: z.ZodDefault<z.ZodNullable<z.ZodString>>
    writable: z.ZodDefault<z.ZodBoolean>
    size: z.ZodDefault<z.ZodNullable<z.ZodNumber>>
  },
  z.core.$strip
>
export type Entry = z.infer<typeof entry>
declare const session: z.ZodObject<
  {
    id: z.ZodString
    path: z.ZodString
    kernel: z.ZodObject<
      {
        id: z.ZodString
        name: z.ZodString
        execution_state: z.ZodDefault<z.ZodString>
      },
      z.core.$loose
    >
  },
  z.core.$loose
>
export type Session = z.infer<typeof session>
declare const specs: z.ZodObject<
  {
    default: z.ZodString
    kernelspecs: z.ZodRecord<
      z.ZodString,
      z.ZodObject<
        {
          name: z.ZodString
          spec: z.ZodObject<
            {
              display_name: z.ZodString
              language: z.ZodString
            },
            z.core.$loose
          >
        },
        z.core.$loose
      >
    >
  },
  z.core.$strip
>
export type KernelSpecs = z.infer<typeof specs>
/** The REST part of the Jupyter Server API, as far as the interface uses it. Every method rejects with ServerRefused. */
export declare function rest(server: Server): {
  list: (path: string) => Promise<Entry[]>
  read: (path: string) => Promise<{
    name: string
    path: string
    type: "directory" | "file" | "notebook"
    last_modified: string | null
    writable: boolean
    size: number | null
    content: unknown
    format: string | null
  }>
  readText: (path: string) => Promise<{
    name: string
    path: string
    type: "directory" | "file" | "notebook"
    last_modified: string | null
    writable: boolean
    size: number | null
    content: unknown
    format: string | null
  }>
  stat: (path: string) => Promise<Entry>
  save: (path: string, content: unknown) => Promise<Entry>
  create: (folder: string) => Promise<Entry>
  createFolder: (folder: string) => Promise<Entry>
  rename: (path: string, to: string) => Promise<Entry>
  remove: (path: string) => Promise<void>
  checkpoint: (path: string) => Promise<void>
  specs: () => Promise<KernelSpecs>
  sessions: () => Promise<Session[]>
  openSession: (path: string, kernelName: string) => Promise<Session>
  renameSession: (id: string, path: string) => Promise<void>
  closeSession: (id: string) => Promise<void>
  interrupt: (id: string) => Promise<void>
  restart: (id: string) => Promise<void>
}
export type Rest = ReturnType<typeof rest>
