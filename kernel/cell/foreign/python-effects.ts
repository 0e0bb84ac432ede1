import type { PythonToken } from "./python-lexer.ts"

/** Modules that compute and do nothing else. */
const pure = new Set(
  "numpy pandas pyarrow polars scipy math cmath json re itertools functools collections statistics string dataclasses typing decimal fractions operator textwrap copy heapq bisect enum abc numbers array struct hashlib base64 unicodedata difflib warnings __future__ matplotlib seaborn".split(
    " ",
  ),
)
/** Modules that draw by chance, also where nothing says so: weights are drawn when a layer is made. */
const chancy = new Set(
  "torch torchvision torchaudio keras tensorflow jax flax optax sklearn xgboost lightgbm random".split(" "),
)

const words: Readonly<Record<string, string>> = {
  open: "opens files",
  input: "asks a person",
  exec: "runs code that it makes itself",
  eval: "runs code that it makes itself",
  get_ipython: "talks to its kernel",
  globals: "looks at all that its kernel holds",
}
const readers =
  /^(?:read_\w+|load|loadtxt|genfromtxt|fromfile|memmap|to_(?:csv|parquet|json|excel|feather|pickle|sql)|save\w*|now|today|utcnow|savefig)$/
const seeds = /^(?:manual_seed|set_random_seed|set_seed|seed|default_rng|RandomState|random_state|PRNGKey)$/

/**
 * What Python code may do beside computing from what it is given, for the cache: a cell with any of it always runs. Where its modules
 * draw by chance, it must set a seed to count as one that does not.
 */
export function pythonEffects(tokens: readonly PythonToken[], imports: readonly string[]): string[] {
  const found = new Set<string>()
  const modules = imports.map(module => module.split(".")[0]!)
  for (const module of modules) if (!pure.has(module) && !chancy.has(module)) found.add(`imports ${module || "a file"}`)
  const names = tokens.filter(({ kind }) => kind === "name")
  const draws = modules.some(module => chancy.has(module)) || names.some(({ text }) => text === "random")
  const seeded = tokens.some(({ kind, text }, at) => kind === "name" && seeds.test(text) && isGiven(tokens, at))
  if (draws && !seeded) found.add("draws by chance without a seed of its own")
  for (const [at, { text, kind }] of tokens.entries()) {
    const before = tokens[at - 1]
    if (kind === "name" && Object.hasOwn(words, text) && before?.text !== ".") found.add(words[text]!)
    if (kind === "name" && readers.test(text) && before?.text === ".")
      found.add("reads or writes files, or asks for the time")
    if (kind === "sign" && (text === "!" || text === "%") && before?.kind === "line")
      found.add("runs commands of IPython")
  }
  return [...found]
}

/** `seed(0)`, `random_state=1`: with a value, and not with none. */
function isGiven(tokens: readonly PythonToken[], at: number): boolean {
  const [open, value] = tokens.slice(at + 1, at + 3)
  return (open?.text === "(" || open?.text === "=") && value !== undefined && ![")", "None", ","].includes(value.text)
}
