import path from "node:path"
import type { Attached } from "./attached.ts"
import { Refusal, threadId } from "./dap.ts"
import type { DebugEdges } from "./debugger.ts"
import { assign, bundleOf, change, evaluate } from "./evaluation.ts"
import { readText } from "./files.ts"
import { capabilities, debugInfo } from "./info.ts"
import { cellPath, pathOfUrl, urlOfCellPath } from "./location.ts"
import type { Arguments } from "./requests.ts"
import { isHidden, scopesOf } from "./scopes.ts"
import { toStackFrame } from "./stack.ts"
import type { Target } from "./target.ts"
import { textOf } from "./values.ts"
import type { Variables } from "./variables.ts"

/** What a command has at hand. */
export interface CommandContext {
  edges: DebugEdges
  target: Target
  variables: Variables
  attached: Attached | undefined
  /** Enables V8's debugger; once is enough. */
  start(): Promise<void>
  /** Tells the client that breakpoints may come. */
  initialized(): void
  close(): void
}

type Command<A> = (args: A, context: CommandContext) => object | Promise<object>

const started = ({ attached }: CommandContext): Attached => {
  if (attached === undefined) throw new Refusal("The debugger is not started: send initialize first.")
  return attached
}

/** V8's name of a frame, or undefined for the notebook's own scope. */
function callFrame(context: CommandContext, frameId: number | undefined): string | undefined {
  if (frameId === undefined || frameId === 0 || context.attached?.pauses.isStopped !== true) return undefined
  const { call } = context.attached.pauses.frame(frameId)
  if (call === undefined) throw new Refusal("This frame waits for the others: its values cannot be seen now.")
  return call.callFrameId
}

const going =
  (method: "resume" | "stepOver" | "stepInto" | "stepOut"): Command<unknown> =>
  async (_, context) => {
    await started(context).pauses.go(method)
    return method === "resume" ? { allThreadsContinued: true } : {}
  }

const begin: Command<unknown> = (_, context) => {
  started(context)
  context.initialized()
  return {}
}

const end: Command<unknown> = (_, context) => {
  context.close()
  return {}
}

/** Every command of the protocol that the kernel knows, with those that Jupyter adds. */
export const commands = {
  initialize: async ({ clientID, supportsVariableType }, context) => {
    await context.start()
    // JupyterLab shows the type in place of the value for every type that is not one of Python's.
    context.variables.typed = supportsVariableType && clientID !== "jupyterlab"
    return capabilities
  },
  attach: begin,
  launch: begin,
  configurationDone: () => ({}),
  disconnect: end,
  terminate: end,
  debugInfo: (_, { attached }) => debugInfo(attached),

  dumpCell: ({ code }, { edges }) => {
    edges.know(code)
    return { sourcePath: cellPath(code) }
  },
  source: ({ source: { path: file } = {} }, { edges }) => {
    const url = file === undefined ? undefined : urlOfCellPath(file)
    const content = url === undefined ? readText(file ?? "") : edges.cellAt(url)?.source
    if (content === undefined) throw new Refusal(`There is no source ${file ?? ""}.`)
    return { content, mimeType: "text/typescript" }
  },
  modules: (_, { attached }) => {
    const modules = (attached?.scripts.files() ?? []).map((url, id) => {
      const file = pathOfUrl(url)
      return { id, name: path.basename(file), path: file }
    })
    return { modules, totalModules: modules.length }
  },

  setBreakpoints: async ({ source: { path: file }, breakpoints }, context) => {
    if (file === undefined) throw new Refusal("The source of the breakpoints has no path.")
    return { breakpoints: await started(context).breakpoints.set(file, breakpoints) }
  },
  setExceptionBreakpoints: async ({ filters }, context) => {
    const filter = filters.includes("all") ? "all" : filters.includes("uncaught") ? "uncaught" : "none"
    await started(context).pauses.watchExceptions(filter)
    return { breakpoints: filters.map(name => ({ verified: name === "all" || name === "uncaught" })) }
  },
  setFunctionBreakpoints: () => ({ breakpoints: [] }),

  continue: going("resume"),
  next: going("stepOver"),
  stepIn: going("stepInto"),
  stepOut: going("stepOut"),
  pause: async (_, context) => {
    await started(context).pauses.pause()
    return {}
  },

  threads: () => ({ threads: [{ id: threadId, name: "main" }] }),
  stackTrace: ({ startFrame, levels }, context) => {
    const frames = [...started(context).pauses.frames].map(([id, frame]) => toStackFrame(frame, id))
    const stackFrames = frames.slice(startFrame, levels === 0 ? undefined : startFrame + levels)
    return { stackFrames, totalFrames: frames.length }
  },
  exceptionInfo: (_, context) => {
    const thrown = started(context).pauses.thrown
    if (thrown === undefined) throw new Refusal("The code has not stopped at an exception.")
    const { type, text, stack } = thrown
    return { exceptionId: type, description: text, breakMode: "always", details: { typeName: type, stackTrace: stack } }
  },
  scopes: ({ frameId }, context) => ({
    scopes: scopesOf(started(context).pauses.frame(frameId), context.variables, context.edges.given),
  }),
  variables: async ({ variablesReference, ...query }, { variables }) => ({
    variables: await variables.list(variablesReference, query),
  }),

  evaluate: async ({ expression, frameId, context: purpose }, context) => {
    const value = await evaluate(context.target, context.edges.plain(expression), {
      callFrameId: callFrame(context, frameId),
      pure: purpose === "hover",
    })
    const { value: result, name: _, ...shown } = context.variables.variable("", value, expression)
    return { result, ...shown }
  },
  setVariable: async ({ variablesReference, name, value }, context) => {
    const { target, variables, edges } = context
    const container = variables.get(variablesReference)
    const callFrameId =
      (container.kind === "scope" ? container.callFrameId : undefined) ??
      [...(context.attached?.pauses.frames.values() ?? [])][0]?.call?.callFrameId
    const set = await evaluate(target, edges.plain(value), { callFrameId })
    await change(target, container, name, set)
    const { value: text, name: _, ...shown } = variables.variable(name, set)
    return { value: text, ...shown }
  },

  inspectVariables: async (_, { target, variables, edges, attached }) => {
    // Shown anew each time: while nothing stands still, nothing else would let the old values go.
    if (attached?.pauses.isStopped !== true) await variables.clear()
    const { names } = await target.post("Runtime.globalLexicalScopeNames")
    const own = names.filter(name => !isHidden(name))
    const read = own.map(name => `try{all[${JSON.stringify(name)}]=${name}}catch{}`).join("\n")
    const all = await evaluate(target, `(()=>{const all=Object.create(null)\n${read}\nreturn all})()`, {})
    const hides = (name: string) => isHidden(name) || edges.given.has(name)
    const reference = variables.add({ kind: "scope", objectId: all.objectId!, hides })
    const found = await variables.list(reference, { start: 0, count: 0 })
    return { variables: found.filter(({ name }) => name !== "[[Prototype]]") }
  },
  richInspectVariables: async ({ variableName, frameId }, context) => {
    const value = await evaluate(context.target, context.edges.plain(variableName), {
      callFrameId: callFrame(context, frameId),
    })
    return { data: await bundleOf(context.target, value, textOf(value)), metadata: {} }
  },
  copyToGlobals: async ({ srcVariableName, dstVariableName, srcFrameId }, context) => {
    const value = await evaluate(context.target, srcVariableName, { callFrameId: callFrame(context, srcFrameId) })
    await assign(context.target, dstVariableName, value)
    return {}
  },
} satisfies { [C in string]: C extends keyof Arguments ? Command<Arguments[C]> : Command<never> } & {
  [C in keyof Arguments]: Command<Arguments[C]>
}
