import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { test } from "node:test"
import { compileCell, parseHeader } from "../../kernel/cell/index.ts"
import { KaonError } from "../../kernel/contracts/errors.ts"

const header = (source: string) => parseHeader(source)?.header
const failure = (source: string): KaonError => {
  try {
    parseHeader(source)
  } catch (error) {
    if (error instanceof KaonError) return error
  }
  return assert.fail(`${source} is accepted`)
}

test("a header names the stage, what it stands for, and its options", () => {
  assert.deepEqual(header("%%train cnn --epochs 5"), { stage: "train", name: "cnn", options: { epochs: 5 } })
  assert.deepEqual(header("// %%train cnn --epochs=5 --batch 32\nx"), {
    stage: "train",
    name: "cnn",
    options: { epochs: 5, batch: 32 },
  })
  assert.deepEqual(header("//%%eval"), { stage: "eval", name: undefined, options: {} })
  assert.deepEqual(header('%%deploy digits --target "my server" --port=0'), {
    stage: "deploy",
    name: "digits",
    options: { target: "my server", port: 0 },
  })
  assert.equal(header("%%deploy digits")?.options.target, "local")
})

test("the header may follow blank lines, and its line is told", () => {
  assert.equal(parseHeader("\r\n\n%%eval\n1")?.line, 3)
  assert.equal(parseHeader("\uFEFF%%eval")?.line, 1)
})

test("a percent marker, a comment and code are no header", () => {
  for (const source of ["// %% [markdown]", "// %%", "//%%\n", "1\n%%eval", "// a %%eval", "a %%= 2", ""])
    assert.equal(parseHeader(source), undefined, source)
})

test("an unknown header is named, with the nearest one and the list", () => {
  const error = failure("\n%%trian cnn")
  assert.equal(error.code, "UNKNOWN_HEADER")
  assert.match(
    error.fix ?? "",
    /Did you mean %%train\?.*%%params, %%data, %%sql, %%python, %%model, %%train, %%eval, %%deploy/,
  )
  assert.equal(error.place?.line, 2)
  assert.doesNotMatch(failure("%%zzzzzz").fix ?? "", /Did you mean/)
})

test("an option that a stage does not have is refused with those it has", () => {
  const error = failure("%%data digits --tets 0.2")
  assert.equal(error.code, "HEADER_INVALID")
  assert.match(error.fix ?? "", /Did you mean --test\?.*--test \(share of the rows held back for testing\)/)
  assert.match(failure("%%eval --x 1").fix ?? "", /%%eval takes --timeout \(.*\), --retries/)
  assert.match(failure("%%train net --timeout soon").message, /it must be a time such as 90s, 10m or 1\.5h/)
})

test("a value that does not fit says in words what it must be", () => {
  assert.match(failure("%%data digits --test 2").message, /cannot be "2": it must be less than 1\./)
  assert.match(failure("%%train cnn --epochs many").message, /it must be a number\./)
  assert.match(failure("%%train cnn --epochs 1.5").message, /it must be a whole number\./)
  assert.match(failure("%%train cnn --epochs 0").message, /it must be more than 0\./)
  assert.match(failure("%%train cnn --epochs").message, /needs a value/)
  assert.match(failure("%%train cnn --epochs=").message, /needs a value/)
  assert.match(failure("%%train cnn --epochs 1 --epochs 2").message, /twice/)
})

test("a name that is missing, one too many or no identifier is refused with an example", () => {
  assert.match(failure("%%model").fix ?? "", /%%model cnn/)
  assert.match(failure("%%train a b").message, /one name/)
  assert.match(failure("%%params x").message, /takes no name/)
  assert.match(failure("%%data my-data").message, /no name of a variable/)
  assert.equal(header("%%deploy my-service")?.name, "my-service")
  assert.equal(failure('%%deploy "open').code, "HEADER_INVALID")
})

test("the header is blanked where it stands", () => {
  const { code } = compileCell("%%eval\r\nthrow 1", { id: "a", number: 1, url: "a.ts" })
  assert.equal(code.split("\n")[1], "throw 1;void 0")
})

/** Runs cells in a fresh process; the packages it loaded, and all that it wrote on stderr. */
function packagesFor(...cells: string[]): { packages: string[]; complaints: string } {
  const script = `
    import { registerHooks } from "node:module"
    const packages = new Set()
    registerHooks({ load(url, context, next) { packages.add(/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]); return next(url, context) } })
    const { compileCell } = await import("./kernel/cell/index.ts")
    for (const source of ${JSON.stringify(cells)}) compileCell(source, { id: "a", number: 1, url: "a.ts" })
    console.log(JSON.stringify([...packages].filter(Boolean)))
  `
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: new URL("../../", import.meta.url),
    encoding: "utf8",
  })
  return { packages: JSON.parse(stdout), complaints: stderr }
}

test("a plain cell loads the parser alone, and blanking its types warns nobody", () => {
  const { packages, complaints } = packagesFor("1 + 1", "const x: number = 1")
  assert.ok(packages.includes("oxc-parser"))
  assert.deepEqual(
    packages.filter(name => /^(zod|esbuild|@typescript-eslint)/.test(name)),
    [],
  )
  assert.equal(complaints, "")
  assert.ok(packagesFor("%%eval").packages.includes("zod"))
})
