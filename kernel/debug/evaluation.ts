import type { Runtime } from "node:inspector"
import { Refusal } from "./dap.ts"
import type { Target } from "./target.ts"
import { thrownText } from "./values.ts"
import { type Container, objectGroup } from "./variables.ts"

/** Milliseconds after which an evaluation that was asked for is given up: the client would hang with it. */
const patience = 10_000

interface EvaluateOptions {
  /** The frame to evaluate on; without it, in the notebook's own scope. */
  callFrameId?: string | undefined
  /** Refuse to change anything. */
  pure?: boolean
}

/** @throws Refusal with what the expression threw */
export async function evaluate(
  target: Target,
  expression: string,
  { callFrameId, pure = false }: EvaluateOptions,
): Promise<Runtime.RemoteObject> {
  const options = {
    expression,
    objectGroup,
    generatePreview: true,
    silent: true,
    timeout: patience,
    throwOnSideEffect: pure,
  }
  const answer = await (callFrameId === undefined
    ? target.post("Runtime.evaluate", { ...options, disableBreaks: true })
    : target.post("Debugger.evaluateOnCallFrame", { ...options, callFrameId }))
  if (answer.exceptionDetails !== undefined) throw new Refusal(thrownText(answer.exceptionDetails))
  return answer.result
}

const argumentOf = (value: Runtime.RemoteObject): Runtime.CallArgument => {
  if (value.objectId !== undefined) return { objectId: value.objectId }
  return value.unserializableValue === undefined
    ? { value: value.value }
    : { unserializableValue: value.unserializableValue }
}

/** Holds one value where an assignment can reach it. */
const slot = 'globalThis[Symbol.for("kaon.debug")]'

/** Assigns a value to a name, by code on the frame or in the notebook's scope. */
export async function assign(
  target: Target,
  name: string,
  value: Runtime.RemoteObject,
  callFrameId?: string,
): Promise<void> {
  const globalThisObject = await evaluate(target, "globalThis", {})
  await target.post("Runtime.callFunctionOn", {
    objectId: globalThisObject.objectId!,
    functionDeclaration:
      'function (value) { Object.defineProperty(this, Symbol.for("kaon.debug"), { value, configurable: true }) }',
    arguments: [argumentOf(value)],
  })
  try {
    await evaluate(target, `${name} = ${slot}`, { callFrameId })
  } finally {
    await evaluate(target, `delete ${slot}`, {})
  }
}

/** Changes one part of what a reference stands for. */
export async function change(
  target: Target,
  container: Container,
  name: string,
  value: Runtime.RemoteObject,
): Promise<void> {
  if (container.kind === "scope") {
    const { callFrameId, number } = container
    if (callFrameId === undefined || number === undefined) return await assign(target, name, value)
    // V8 sets locals, closures and catch parameters, constants among them; all else is assigned by code.
    await target
      .post("Debugger.setVariableValue", {
        scopeNumber: number,
        variableName: name,
        newValue: argumentOf(value),
        callFrameId,
      })
      .catch(() => assign(target, name, value, callFrameId))
    return
  }
  const { exceptionDetails } = await target.post("Runtime.callFunctionOn", {
    objectId: container.objectId,
    functionDeclaration: 'function (name, value) { "use strict"; this[name] = value }',
    arguments: [{ value: name }, argumentOf(value)],
    silent: true,
  })
  if (exceptionDetails !== undefined) throw new Refusal(thrownText(exceptionDetails))
}

/** How a value shows, worked out in one go, for a stopped thread can wait for nothing. */
const bundler = `function () {
  const text = process.getBuiltinModule("node:util").inspect(this, { depth: 4, maxArrayLength: 100, maxStringLength: 10000 })
  let own
  for (const key of [Symbol.for("Jupyter.display"), "toMimeBundle"]) {
    try { own ??= this[key]?.() } catch {}
  }
  const data = Array.isArray(own) ? own[0] : own
  return JSON.stringify({ "text/plain": text, ...(typeof data?.then === "function" ? {} : data) })
}`

/** A value as a MIME bundle. */
export async function bundleOf(
  target: Target,
  value: Runtime.RemoteObject,
  text: string,
): Promise<Record<string, unknown>> {
  if (value.objectId === undefined) return { "text/plain": text }
  const { result } = await target.post("Runtime.callFunctionOn", {
    objectId: value.objectId,
    functionDeclaration: bundler,
    returnByValue: true,
    silent: true,
  })
  return typeof result.value === "string"
    ? (JSON.parse(result.value) as Record<string, unknown>)
    : { "text/plain": text }
}
