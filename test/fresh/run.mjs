/*
 * `npm run test:fresh`: what a stranger does. Clones this repository (its last commit) into an empty folder with an empty HOME,
 * then types the commands of the README and nothing else: `npm start`, which must bring up the interface; `npm start -- run …`, which
 * must run the digits pipeline and keep a service that classifies a digit until Ctrl-C; and `npm test` (with `-- smoke`, unless
 * --whole is given: the whole suite runs elsewhere).
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
/** Groups of what was started here and has not ended. */
const running = new Set()
const check = (what, holds, detail = "") => {
  console.log(`${holds ? "✔" : "✖"} ${what}${holds ? "" : `\n${detail}`}`)
  if (!holds) throw new Error(what)
  passed++
}

try {
  spawnSync("mkdir", ["-p", home])
  const cloned = spawnSync("git", ["clone", "--quiet", root, clone], { encoding: "utf8" })
  check("the repository clones", cloned.status === 0, cloned.stderr)
  await app()
  await pipeline()
  const left = leftOvers()
  check("no process is left behind", left.length === 0, left.join("\n"))
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
  for (const group of running) process.kill(-group, "SIGTERM")
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${process.exitCode === 1 ? 1 : 0} failed, 0 skipped`)

/** Starts a command in a group of its own, as a terminal does; resolves once its words match. */
async function started(args, pattern) {
  const child = spawn("npm", args, { cwd: clone, env, stdio: ["ignore", "pipe", "pipe"], detached: true })
  let text = ""
  running.add(child.pid)
  const exited = new Promise(resolve => child.once("exit", resolve)).finally(() => running.delete(child.pid))
  const found = await new Promise((resolve, reject) => {
    const read = chunk => {
      text += chunk
      const match = pattern.exec(text)
      if (match !== null) resolve(match)
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    exited.then(code => reject(new Error(`npm ${args.join(" ")} ended with ${code}:\n${text}`)))
    setTimeout(
      () => reject(new Error(`npm ${args.join(" ")} did not get ready in ten minutes:\n${text}`)),
      600_000,
    ).unref()
  })
  // Ctrl-C reaches the whole foreground group.
  const interrupt = async () => {
    process.kill(-child.pid, "SIGINT")
    await exited
  }
  return { found, interrupt, said: () => text }
}

function isGone(address) {
  return fetch(address).then(
    () => false,
    () => true,
  )
}

/** `npm start` alone: the interface with all its parts, and what the folder to begin with holds. */
async function app() {
  const { found, interrupt, said } = await started(["start"], /(http:\/\/127\.0\.0\.1:\d+)\/\?token=(\S+)[\s\S]*Ctrl-C/)
  const [, address, token] = found
  check(
    "npm start says that it opens the browser in the place of Electron",
    /Electron is not here/.test(said()),
    said(),
  )
  const welcome = await fetch(`${address}/?token=${token}`, { headers: { accept: "text/html" }, redirect: "manual" })
  const cookie = welcome.headers.get("set-cookie")?.split(";")[0] ?? ""
  const get = path =>
    fetch(new URL(path, address), { headers: { cookie, "sec-fetch-site": "same-origin", accept: "text/html" } })
  const page = await (await get("/")).text()
  const parts = [...page.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, path]) => path)
  const answers = await Promise.all(parts.map(async path => `${path} ${(await get(path)).status}`))
  const whole = answers.length >= 2 && answers.every(line => line.endsWith(" 200"))
  check("the page and its parts load with the token", whole, `${page}\n${answers.join("\n")}`)
  check("without the token nothing does", (await fetch(new URL(parts[0], address))).status === 403)
  const { content } = await (await get("/api/contents/")).json()
  check(
    "the digits notebook is in the folder",
    content.some(({ name }) => name === "digits.ipynb"),
  )
  await interrupt()
  check("Ctrl-C ends the host", await isGone(address))
}

/** The digits pipeline, and its service until Ctrl-C. */
async function pipeline() {
  const run = ["start", "--", "run", "workspaces/digits.ipynb", "--hold"]
  const { found, interrupt } = await started(run, /In service: digits at (http:\/\/127\.0\.0\.1:\d+)[\s\S]*Ctrl-C/)
  const address = found[1]
  check("npm start -- run runs the digits pipeline and names its service", true)
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
  await interrupt()
  check("Ctrl-C ends the service", await isGone(`${address}/v2/health/live`))
}

/** Processes that have anything of the clone in their command. */
function leftOvers() {
  const list = spawnSync("ps", ["-axo", "pid=,args="], { encoding: "utf8" }).stdout.split("\n")
  return list.filter(line => line.includes(clone) && !line.trim().startsWith(`${process.pid} `))
}
