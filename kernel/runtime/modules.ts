import { createRequire, isBuiltin, registerHooks } from "node:module"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { KaonError } from "../contracts/errors.ts"
import { isLocal, localFrom, localUrl } from "./localfiles.ts"

/** Gives the namespace of a virtual module such as `kaon:datasets/digits`. */
export type VirtualModules = (specifier: string) => Promise<Record<string, unknown>>

export interface Modules {
  import(specifier: string, from: string, attributes?: ImportAttributes): Promise<unknown>
  meta(from: string): ImportMeta
  require: NodeJS.Require
}

/** Marks a specifier whose importer is not this file: `kaon-from:<parent url>#<specifier>`. */
const marked = /^kaon-from:(?<parent>[^#]*)#(?<specifier>.*)$/s

/**
 * What `import`, `import.meta` and `require` mean in a cell: everything resolves from the notebook's folder, packages from
 * there and then from Kaon's own; local TypeScript may leave its ending out, and is read again after an edit.
 */
export function createModules(directory: string, virtual: VirtualModules): Modules {
  const notebook = pathToFileURL(path.join(directory, "notebook.ts")).href
  const hooked = { done: false }
  return {
    async import(specifier, _from, attributes) {
      if (specifier.startsWith("kaon:")) {
        const importer = new Error()
        return await virtual(specifier).catch(cause => {
          throw blame(cause, importer)
        })
      }
      if (isBuiltin(specifier)) return await import(specifier)
      if (!hooked.done) {
        hooked.done = true
        installHooks()
      }
      const importer = new Error()
      const target = isLocal(specifier) ? localUrl(specifier, directory) : specifier
      try {
        return await load(target, notebook, attributes)
      } catch (cause) {
        throw blame(explain(cause, specifier, directory), importer)
      }
    },
    meta: () => ({
      url: notebook,
      filename: fileURLToPath(notebook),
      dirname: directory,
      main: false,
      resolve: specifier => createRequire(notebook).resolve(specifier),
    }),
    require: createRequire(notebook),
  }
}

async function load(specifier: string, parent: string, attributes: ImportAttributes | undefined): Promise<unknown> {
  const options = attributes === undefined ? undefined : { with: attributes }
  return withCommonNames((await import(`kaon-from:${parent}#${specifier}`, options)) as Record<string, unknown>)
}

/** Node finds the names of a CommonJS module by reading its text, and misses some: what it exports when it runs counts. */
function withCommonNames(namespace: Record<string, unknown>): Record<string, unknown> {
  const exported = namespace["module.exports"]
  if ((typeof exported !== "object" && typeof exported !== "function") || exported === null) return namespace
  return Object.assign(Object.create(null), exported, namespace)
}

/** Kaon's own packages are there for a notebook that has none of its own. */
const ownParent = import.meta.url

function installHooks(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = marked.exec(specifier)?.groups
      if (found?.specifier === undefined || found.parent === undefined) {
        return context.parentURL !== undefined && isLocal(specifier)
          ? next(localFrom(specifier, context.parentURL, context.conditions.includes("require")), context)
          : next(specifier, context)
      }
      try {
        return next(found.specifier, { ...context, parentURL: found.parent })
      } catch (cause) {
        if (isLocal(found.specifier)) throw cause
        return next(found.specifier, { ...context, parentURL: ownParent })
      }
    },
  })
}

/** Gives an error of Kaon's own the stack of the import that it comes from: the reader's place, not ours. */
function blame(cause: unknown, importer: Error): unknown {
  if (cause instanceof KaonError) cause.stack = importer.stack
  return cause
}

function explain(cause: unknown, specifier: string, directory: string): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return cause
  const message = cause instanceof Error ? cause.message : ""
  if (isLocal(specifier)) {
    return new KaonError(
      "MODULE_NOT_FOUND",
      `There is no file ${JSON.stringify(specifier)} beside the notebook in ${directory}.`,
      {
        fix: "Check the path: it starts from the notebook's folder.",
        cause,
      },
    )
  }
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
  if (!message.includes(name)) return cause
  return new KaonError("MODULE_NOT_FOUND", `The package ${JSON.stringify(name)} is not installed.`, {
    fix: `Run \`npm install ${name}\` in ${directory}.`,
    cause,
  })
}
