const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

/** Names that stand for no variable in TypeScript, whatever another language makes of them. */
const reserved = new Set(
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval undefined NaN Infinity globalThis".split(
    " ",
  ),
)

/** May a variable of a cell have this name? */
export const isVariable = (name: string): boolean => identifier.test(name) && !reserved.has(name)
