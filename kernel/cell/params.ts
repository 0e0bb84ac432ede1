import { KaonError, type Place } from "../contracts/errors.ts"
import { nearest } from "../contracts/nearest.ts"
import { lineStarts, positionAt } from "./lines.ts"
import { literalValue, type ParamType, typeOfParam, typeOfValue } from "./literals.ts"
import { parse, syntaxError } from "./parsing.ts"
import { prepare } from "./prepare.ts"
import { type Program, unexported } from "./tree.ts"

/** A parameter of a `%%params` cell. `default` is there when it is made of literals alone. */
export interface Param {
  name: string
  type: ParamType
  default?: unknown
}

interface PlacedParam extends Param {
  offset: number
}

function paramsIn(program: Program): PlacedParam[] {
  return program.body.map(unexported).flatMap(node => {
    if (node.type !== "VariableDeclaration" || node.declare) return []
    return node.declarations.flatMap(({ id, init }) => {
      if (id.type !== "Identifier") return []
      const value = init ? literalValue(init) : undefined
      const type = typeOfParam(init, id.typeAnnotation?.typeAnnotation)
      return [{ name: id.name, type, ...(value ? { default: value.value } : {}), offset: id.start }]
    })
  })
}

/** The parameters that a `%%params` cell declares, in order. Throws KaonError SYNTAX_ERROR. */
export function paramsOf(source: string): Param[] {
  const { program, problems, text } = parse(prepare(source))
  const [problem] = problems
  if (problem) throw syntaxError(problem, text, {})
  return paramsIn(program).map(({ offset: _, ...param }) => param)
}

/** Source text for each given value, checked against the parameter's type. Throws PARAM_UNKNOWN or PARAM_INVALID. */
export function paramLiterals(
  program: Program,
  text: string,
  given: Readonly<Record<string, unknown>>,
  place: Place,
): Map<string, string> {
  const params = new Map(paramsIn(program).map(param => [param.name, param]))
  return new Map(
    Object.entries(given).map(([name, value]) => {
      const param = params.get(name)
      if (!param) throw unknownParam(name, [...params.keys()], place)
      const type = typeOfValue(value)
      if (param.type !== "any" && type !== param.type) {
        const position = positionAt(lineStarts(text), param.offset)
        const shown = JSON.stringify(value) ?? String(value)
        throw new KaonError(
          "PARAM_INVALID",
          `The parameter "${name}" is ${words[param.type]}, but ${shown} is ${words[type]}.`,
          {
            place: { ...place, ...position },
            fix: `Give "${name}" ${words[param.type]}${"default" in param ? `, such as its default ${JSON.stringify(param.default)}` : ""}.`,
          },
        )
      }
      return [name, literalOf(value)]
    }),
  )
}

const words: Record<ParamType, string> = {
  number: "a number",
  string: "text",
  boolean: "true or false",
  array: "an array",
  object: "an object",
  any: "nothing of a known type",
}

/** JSON is JavaScript, but it has no NaN, no infinities and no undefined, and `__proto__` means another thing in it. */
const literalOf = (value: unknown): string => {
  if (value === undefined || typeof value === "number") return `(${Object.is(value, -0) ? "-0" : String(value)})`
  const json = JSON.stringify(value)
  return typeof value === "object" && value !== null ? `JSON.parse(${JSON.stringify(json)})` : json
}

function unknownParam(name: string, known: string[], place: Place): KaonError {
  const meant = nearest(name, known)
  const list = known.length > 0 ? `The parameters are ${known.join(", ")}.` : "The cell declares no parameters."
  return new KaonError("PARAM_UNKNOWN", `There is no parameter "${name}".`, {
    place,
    fix: `${meant ? `Did you mean "${meant}"? ` : ""}${list}`,
  })
}
