/*
 * Run before `npm test`, by whatever Node (≥ 20) the machine has: installs what is missing, then the system parts that npm
 * cannot bring. What cannot be had is said here, and the tests that need it skip with the same word.
 */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..")
const installed = spawnSync(process.execPath, [path.join(root, "kernel/cli/install.mjs")], { stdio: "inherit" })
if (installed.status !== 0) process.exit(installed.status ?? 1)

preparePython("Jupyter's clients and scikit-learn", ".cache/python", "test/peers/requirements.txt")
preparePython("TensorBoard, MLflow and COCO's tools", ".cache/peers/tracking", "test/learn/requirements.txt")
preparePython("Keras, TensorFlow and ONNX Runtime", ".cache/keras", "test/models/requirements.txt")
prepareChromium()
prepareNative()
prepareOnnx()

/** A virtual environment with the packages of a list, brought up to date when the list changes. */
function preparePython(what, folder, requirements) {
  const home = path.join(root, folder)
  const list = path.join(root, requirements)
  const stamp = path.join(home, "kaon-stamp")
  const wanted = createHash("sha256").update(readFileSync(list)).digest("hex")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return
  console.log(`Preparing Python with ${what} for the tests (once) …`)
  mkdirSync(path.dirname(home), { recursive: true })
  // JupyterLab brings CommonJS programs that would else inherit this project's "type": "module".
  writeFileSync(path.join(root, ".cache/package.json"), '{ "type": "commonjs" }')
  const python = path.join(home, process.platform === "win32" ? "Scripts/python.exe" : "bin/python")
  const steps = [
    ["python3", ["-m", "venv", home]],
    [python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", list]],
  ]
  for (const [command, args] of steps) {
    const done = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] })
    if (done.status !== 0) {
      console.warn(
        `Python's ${what} are not here: \`${command} ${args.join(" ")}\` failed. Tests against them will be skipped.`,
      )
      return
    }
  }
  writeFileSync(stamp, wanted)
}

/** Debian's Chromium, where this machine lets us install it. */
function prepareChromium() {
  if (existsSync("/usr/bin/chromium")) return
  const steps = [
    ["apt-get", ["update", "-qq"]],
    ["apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]],
  ]
  console.log("Installing Chromium for the browser tests (once) …")
  for (const [command, args] of steps) {
    const done = spawnSync(command, args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    })
    if (done.status !== 0) {
      console.warn(
        `Chromium is not here: \`${command} ${args.join(" ")}\` failed. Tests in a real browser will be skipped.`,
      )
      return
    }
  }
}

/** What `kaon setup <what>` installs, shared by the tests. */
function setup(what, title) {
  console.log(`Installing ${title} for the tests (once) …`)
  const args = [path.join(root, "kernel/cli/kaon.mjs"), "setup", what]
  const done = spawnSync(process.execPath, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, KAON_HOME: path.join(root, ".cache/kaon") },
    timeout: 300_000,
  })
  if (done.status !== 0) {
    console.warn(`${title} is not here: \`kaon setup ${what}\` failed. Tests and benchmarks of it will be skipped.`)
  }
}

/** By the commands that users have for them. */
function prepareNative() {
  if (existsSync(path.join(root, ".cache/kaon/cache/tensorflow/native/kaon-native.json"))) return
  setup("native", "Native TensorFlow")
}

function prepareOnnx() {
  if (existsSync(path.join(root, ".cache/kaon/cache/onnxruntime/package.json"))) return
  setup("onnx", "ONNX Runtime")
}
