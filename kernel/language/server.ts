import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import { getPriority, setPriority } from "node:os"
import { pathToFileURL } from "node:url"
import { findCompiler } from "./binary.ts"
import { type Connection, connect } from "./connection.ts"
import { settings } from "./project.ts"

/** Starts a language server that talks over its pipes. */
export type SpawnServer = (directory: string) => ChildProcessWithoutNullStreams

/** It works on all cores, and for whom somebody types: their editor comes first where there are too few of them. */
const yields = 5
const lowest = 19

/** The server ends by itself when its standard input closes, so it never outlives this process, however this one ends. */
export const spawnServer: SpawnServer = directory => {
  const child = spawn(findCompiler(), ["--lsp", "--stdio"], { cwd: directory, stdio: "pipe", windowsHide: true })
  try {
    if (child.pid !== undefined) setPriority(child.pid, Math.min(lowest, getPriority() + yields))
  } catch {
    // A system that does not let itself be told, or a server that is gone already: it works all the same.
  }
  return child
}

const startMs = 15_000

const capabilities = {
  workspace: { configuration: true },
  textDocument: {
    completion: {
      completionItem: {
        documentationFormat: ["markdown"],
        deprecatedSupport: true,
        tagSupport: { valueSet: [1] },
        resolveSupport: { properties: ["detail", "documentation"] },
      },
    },
    hover: { contentFormat: ["markdown"] },
    signatureHelp: { signatureInformation: { documentationFormat: ["markdown"], activeParameterSupport: true } },
    rename: { prepareSupport: true },
    diagnostic: { relatedDocumentSupport: false },
    publishDiagnostics: { tagSupport: { valueSet: [1, 2] } },
  },
}

/** A server that has been greeted and has read its settings; documents may be opened now. Undefined if it died meanwhile. */
export async function greet(directory: string, start: SpawnServer): Promise<Connection | undefined> {
  const connection = connect(start(directory), settings)
  const rootUri = pathToFileURL(directory).href
  const greeting = { processId: process.pid, rootUri, capabilities }
  const initializationOptions = { disablePushDiagnostics: true }
  const patience = AbortSignal.timeout(startMs)
  const greeted = await connection.request("initialize", { ...greeting, initializationOptions }, patience)
  if (greeted === undefined) connection.kill()
  connection.notify("initialized", {})
  // Settings take effect with the first request that needs none of the projects: a document opened before it would be read without them.
  await connection.request("workspace/symbol", { query: "__kaon" }, patience)
  return connection.alive ? connection : undefined
}
