import type { Runtime } from "node:inspector"
import { Refusal, type Variable } from "./dap.ts"
import { page, rangesOf } from "./paging.ts"
import type { Target } from "./target.ts"
import { lengthOf, textOf, typeOf } from "./values.ts"

/** What a reference of the protocol stands for. */
export type Container = { objectId: string /** An expression for the object, where there is one. */; path?: string } & (
  | { kind: "object"; length?: number }
  /** Some elements of an array. */
  | { kind: "range"; start: number; end: number }
  /** A getter, which runs only when it is opened. */
  | { kind: "getter"; name: string }
  /** A scope; `number` counts from the innermost, in the frame `callFrameId`. */
  | { kind: "scope"; hides: (name: string) => boolean; callFrameId?: string; number?: number }
)

export interface VariablesQuery {
  filter?: "indexed" | "named" | undefined
  start: number
  /** 0 for all. */
  count: number
}

/** All values that a client was shown belong to one group, released when the code runs on. */
export const objectGroup = "kaon.debug"

/** Values as the protocol lists them, and the references by which their parts are asked for. */
export class Variables {
  /** Does the client want the types of values beside them? */
  typed = true
  readonly #target: Target
  readonly #containers = new Map<number, Container>()
  #next = 1

  constructor(target: Target) {
    this.#target = target
  }

  add(container: Container): number {
    this.#containers.set(this.#next, container)
    return this.#next++
  }

  /** @throws Refusal for a reference from before the code last ran on */
  get(reference: number): Container {
    const container = this.#containers.get(reference)
    if (container === undefined) throw new Refusal("This value is gone: the code has run on since it was shown.")
    return container
  }

  /** Forgets everything: references are good for one stop. */
  async clear(): Promise<void> {
    this.#containers.clear()
    await this.#target.post("Runtime.releaseObjectGroup", { objectGroup })
  }

  variable(name: string, value: Runtime.RemoteObject, path?: string): Variable {
    const length = lengthOf(value)
    const opens = value.objectId !== undefined
    return {
      name,
      value: textOf(value),
      ...this.#type(typeOf(value)),
      variablesReference: opens
        ? this.add({
            kind: "object",
            objectId: value.objectId!,
            ...(length === undefined ? {} : { length }),
            ...(path === undefined ? {} : { path }),
          })
        : 0,
      ...(length === undefined ? {} : { indexedVariables: length }),
      ...(path === undefined ? {} : { evaluateName: path }),
    }
  }

  #type(type: string): { type?: string } {
    return this.typed ? { type } : {}
  }

  async list(reference: number, query: VariablesQuery): Promise<Variable[]> {
    const container = this.get(reference)
    if (container.kind === "getter") return [await this.#read(container)]
    if (container.kind === "range") return await this.#elements(container, container.start, container.end, query)
    if (container.kind === "scope") return (await this.#named(container)).filter(({ name }) => !container.hides(name))
    const { length } = container
    const named = query.filter === "indexed" ? [] : await this.#named(container)
    const indexed =
      length === undefined || query.filter === "named" ? [] : await this.#elements(container, 0, length, query)
    if (length !== undefined || query.filter !== undefined) return [...indexed, ...named]
    return query.count === 0 ? named : named.slice(query.start, query.start + query.count)
  }

  async #named(container: Container): Promise<Variable[]> {
    const { result, internalProperties = [] } = await this.#target.post("Runtime.getProperties", {
      objectId: container.objectId,
      ownProperties: true,
      generatePreview: true,
      nonIndexedPropertiesOnly: container.kind === "object" && container.length !== undefined,
    })
    const properties = result.map(({ name, value, get, symbol }) => {
      const path = symbol === undefined ? join(container, name) : undefined
      if (value !== undefined) return this.variable(name, value, path)
      const getter = get?.type === "function"
      return {
        name,
        value: getter ? "(…)" : container.kind === "scope" ? "(not set yet)" : "undefined",
        ...this.#type(getter ? "accessor" : "undefined"),
        variablesReference: getter ? this.add({ kind: "getter", objectId: container.objectId, name }) : 0,
        ...(path === undefined ? {} : { evaluateName: path }),
        ...(getter ? { presentationHint: { lazy: true } } : {}),
      }
    })
    const inner = internalProperties.flatMap(({ name, value }) =>
      value === undefined || container.kind === "scope"
        ? []
        : [{ ...this.variable(name, value), presentationHint: { kind: "internal" } }],
    )
    return [...properties, ...inner]
  }

  /** Elements as they are where they are asked for by number, or are few; else ranges to open. */
  async #elements(of: Container, start: number, end: number, query: VariablesQuery): Promise<Variable[]> {
    if (query.count > 0) {
      const from = Math.min(end, start + query.start)
      return await this.#slice(of, from, Math.min(end, from + query.count))
    }
    if (end - start <= page) return await this.#slice(of, start, end)
    return rangesOf(start, end).map(range => ({
      name: `[${range.start}…${range.end - 1}]`,
      value: "",
      variablesReference: this.add({ ...of, kind: "range", ...range }),
      indexedVariables: range.end - range.start,
    }))
  }

  async #slice(of: Container, start: number, end: number): Promise<Variable[]> {
    const { result } = await this.#target.post("Runtime.callFunctionOn", {
      objectId: of.objectId,
      functionDeclaration:
        "function (start, end) { return Array.from({ length: end - start }, (_, i) => this[start + i]) }",
      arguments: [{ value: start }, { value: end }],
      objectGroup,
      silent: true,
    })
    if (result.objectId === undefined) return []
    const found = await this.#target.post("Runtime.getProperties", {
      objectId: result.objectId,
      ownProperties: true,
      generatePreview: true,
    })
    return found.result.flatMap(({ name, value }) =>
      value === undefined || !/^\d+$/.test(name)
        ? []
        : [this.variable(String(start + Number(name)), value, join(of, String(start + Number(name))))],
    )
  }

  async #read({ objectId, name, path }: Container & { kind: "getter" }): Promise<Variable> {
    const { result } = await this.#target.post("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: "function (name) { return this[name] }",
      arguments: [{ value: name }],
      objectGroup,
      generatePreview: true,
      silent: true,
    })
    return this.variable(name, result, path)
  }
}

/** The expression for a part of a container, where the container has one; a scope's own names are expressions. */
export function join(container: Container, name: string): string | undefined {
  if (container.kind === "scope") return name
  if (container.path === undefined) return undefined
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return `${container.path}.${name}`
  return `${container.path}[${/^\d+$/.test(name) ? name : JSON.stringify(name)}]`
}
