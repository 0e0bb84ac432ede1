import type { Header } from "../../contracts/stages.ts"
import type { ForeignBody, ForeignCode, ForeignName } from "./foreign.ts"
import { pythonEffects } from "./python-effects.ts"
import { pythonTokens } from "./python-lexer.ts"
import { pythonNames } from "./python-names.ts"
import { isVariable } from "./variable.ts"

/** A `%%python` cell: what its code binds at the top level it gives to others, what it reads and has not bound it takes from them. */
export function readPython({ text, line }: ForeignBody, { options }: Header): ForeignCode {
  const tokens = pythonTokens(text)
  const found = pythonNames(text)
  const kernel = String(options.kernel ?? "python3")
  const named = (list: unknown): ForeignName[] | undefined =>
    typeof list === "string"
      ? list
          .split(/[\s,]+/)
          .filter(isVariable)
          .map(name => ({ name, at: undefined }))
      : undefined
  const uses: ForeignName[] = named(options.in) ?? found.uses.filter(({ name }) => isVariable(name))
  const out = named(options.out)
  const defines = (out?.map(name => ({ ...name, kind: "let" as const })) ?? found.defines).filter(({ name }) =>
    isVariable(name),
  )
  const assigns: ForeignName[] = out === undefined ? found.assigns.filter(({ name }) => isVariable(name)) : []
  const cell = { text, line, kernel, wanted: out?.map(({ name }) => name) ?? [] }
  const given = uses.map(({ name }) => `${JSON.stringify(name)}:typeof ${name}==="undefined"?void 0:${name}`)
  const names = defines.map(({ name }) => name)
  const setters = assigns.map(({ name }) => `${JSON.stringify(name)}:v=>{${name}=v}`)
  const call = `await (await import("kaon:python")).run(${JSON.stringify(cell)},{${given.join(",")}},${JSON.stringify(names)},{${setters.join(",")}})`
  return {
    defines,
    uses,
    assigns,
    script: names.length === 0 ? `${call};` : `const {${names.join(",")}} = ${call};`,
    normal: JSON.stringify(
      tokens.map(({ kind, text: written, indent }) => (kind === "line" ? `line ${indent}` : written)),
    ),
    effects: pythonEffects(tokens, found.imports),
    reads: [],
    imports: [`python:${kernel}`],
    modules: found.imports.map(module => `python:${module}`),
    session: `python:${kernel}`,
  }
}
