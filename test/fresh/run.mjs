/*
 * `npm run test:fresh`: what a stranger does. Clones this repository (its last commit) into an empty folder with an empty HOME,
 * then types the two commands and nothing else: `npm start`, which must run the digits pipeline and leave a service that
 * classifies a digit until Ctrl-C; and `npm test` (with `-- smoke`, unless --whole is given: the whole suite runs elsewhere).
 * Plain JavaScript, for whatever Node (≥ 20) the machine has.
 */
import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..")
const folder = mkdtempSync(path.join(tmpdir(), "kaon-fresh-"))
const clone = path.join(folder, "kaon")
const home = path.join(folder, "home")
// The package clients keep their settings (where the registry is); everything else of the user's is gone.
const kept = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(KAON|JUPYTER|npm_(?!config_(registry|userconfig|globalconfig)))/i.test(name),
  ),
)
const env = {
  ...kept,
  HOME: home,
  KAON_HOME: path.join(home, "kaon"),
  npm_config_userconfig: process.env.npm_config_userconfig ?? path.join(process.env.HOME ?? "", ".npmrc"),
}
env.PATH = (process.env.PATH ?? "")
  .split(path.delimiter)
  .filter(part => !part.includes("node_modules"))
  .join(path.delimiter)

let passed = 0
const check = (what, holds, detail = "") => {
  console.log(`${holds ? "✔" : "✖"} ${what}${holds ? "" : `\n${detail}`}`)
  if (!holds) throw new Error(what)
  passed++
}

try {
  spawnSync("mkdir", ["-p", home])
  const cloned = spawnSync("git", ["clone", "--quiet", root, clone], { encoding: "utf8" })
  check("the repository clones", cloned.status === 0, cloned.stderr)
  await start()
  const test = spawnSync("npm", process.argv.includes("--whole") ? ["test"] : ["test", "--", "smoke"], {
    cwd: clone,
    env,
    encoding: "utf8",
    timeout: 900_000,
  })
  check(
    "npm test passes in a fresh clone",
    test.status === 0 && /[1-9]\d* passed, 0 failed/.test(test.stdout),
    test.stdout + test.stderr,
  )
} catch (cause) {
  console.error(cause.message)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${process.exitCode === 1 ? 1 : 0} failed, 0 skipped`)

/** `npm start`, its service used, then Ctrl-C. */
async function start() {
  const started = spawn("npm", ["start"], { cwd: clone, env, stdio: ["ignore", "pipe", "pipe"], detached: true })
  let text = ""
  const exited = new Promise(resolve => started.once("exit", resolve))
  const address = await new Promise((resolve, reject) => {
    const read = chunk => {
      text += chunk
      const found = /curl[\s\S]*?(http:\/\/127\.0\.0\.1:\d+)/.exec(text)
      if (found !== null) resolve(found[1])
    }
    started.stdout.on("data", read)
    started.stderr.on("data", read)
    exited.then(code => reject(new Error(`npm start ended with ${code}:\n${text}`)))
    setTimeout(() => reject(new Error(`npm start gave no address in five minutes:\n${text}`)), 300_000).unref()
  })
  check("npm start runs the digits pipeline and names its service", true)
  const zero = [
    0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0, 0, 3, 15, 2, 0, 11, 8, 0, 0, 4, 12, 0, 0, 8, 8, 0, 0, 5, 8, 0,
    0, 9, 8, 0, 0, 4, 11, 0, 1, 12, 7, 0, 0, 2, 14, 5, 10, 12, 0, 0, 0, 0, 6, 13, 10, 0, 0, 0,
  ]
  const answer = await fetch(`${address}/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ inputs: [zero] }),
  })
  const { predictions } = await answer.json()
  check("the service classifies a digit", predictions[0].label === "0", JSON.stringify(predictions))
  // Ctrl-C reaches the whole foreground group.
  process.kill(-started.pid, "SIGINT")
  await exited
  const gone = await fetch(`${address}/v2/health/live`).then(
    () => false,
    () => true,
  )
  check("Ctrl-C ends the service", gone)
}
