import { bool, bytes, double, type Field, int, join, nested, text } from "../../protobuf/write.ts"

type Parameters = Readonly<Record<string, string | number | boolean>>

/*
 * The hyperparameter plugin reads two events, each a Summary value without data whose metadata hold a message of
 * plugin_data.proto: the session's start with its parameters, and its end.
 */

const marker = (name: string, field: number, ...fields: Field[]): Field => {
  const content = join([int(1, 0), nested(field, ...fields)])
  // A tensor that says nothing: the plugin wants one, of type float and no dimensions.
  const nothing = nested(8, int(1, 1), nested(2))
  return nested(1, text(1, name), nothing, nested(9, nested(1, text(1, "hparams"), bytes(2, content))))
}

const valueField = (value: string | number | boolean): Field =>
  typeof value === "number" ? double(2, value) : typeof value === "boolean" ? bool(4, value) : text(3, value)

export const sessionStart = (group: string, parameters: Parameters, seconds: number): Field =>
  marker(
    "_hparams_/session_start_info",
    3,
    ...Object.entries(parameters).map(([name, value]) => nested(1, text(1, name), nested(2, valueField(value)))),
    text(4, group),
    double(5, seconds),
  )

const states = { success: 1, failure: 2 } as const

export const sessionEnd = (state: keyof typeof states, seconds: number): Field =>
  marker("_hparams_/session_end_info", 4, int(1, states[state]), double(2, seconds))
