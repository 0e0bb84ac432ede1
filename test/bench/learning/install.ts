import { spawnSync } from "node:child_process"
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"

const cache = path.resolve(import.meta.dirname, "../../../.cache")

type Command = readonly [program: string, args: readonly string[], cwd?: string]

/** What is installed at the first run: the folder that it is in, or why it cannot be had. */
export type Place = { folder: string } | { why: string }

/** Runs the commands once for each content of `wanted`. */
function once(name: string, wanted: string, commands: (folder: string) => readonly Command[]): Place {
  const folder = path.join(cache, name)
  const stamp = path.join(folder, "bench-stamp")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return { folder }
  console.error(`Installing ${wanted} (once) …`)
  mkdirSync(folder, { recursive: true })
  for (const [program, args, cwd] of commands(folder)) {
    const done = spawnSync(program, args, { cwd, stdio: ["ignore", "inherit", "inherit"] })
    if (done.status !== 0) return { why: `\`${program} ${args.join(" ")}\` failed` }
  }
  writeFileSync(stamp, wanted)
  return { folder }
}

export const pythonIn = (folder: string): string =>
  path.join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python")

function python(name: string, wanted: string): Place {
  return once(name, wanted, folder => [
    ["python3", ["-m", "venv", folder]],
    [pythonIn(folder), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...wanted.split(" ")]],
  ])
}

/** Keras on the same wheel. */
export const installKeras = (version: string): Place => python("keras", `tensorflow-cpu==${version}`)

/** The plain index has PyTorch with CUDA for some platforms: several gigabytes, which runs on a CPU all the same. */
export const installTorch = (): Place => python("torch", "torch==2.15.0 numpy")

/**
 * tfjs-node without its install script, whose server has TensorFlow 2.9 alone: its addon is compiled against the headers
 * and libraries of the wheel that Keras is on.
 */
export function installTfjsNode(keras: string): Place {
  const [tensorflow] = globSync("lib/python*/site-packages/tensorflow", { cwd: keras })
  if (tensorflow === undefined) return { why: "the wheel of TensorFlow is not there" }
  const wheel = path.join(keras, tensorflow)
  const home = path.resolve(process.execPath, "../..")
  const [header] = globSync(["include/node/node_api.h", "node_modules/*/include/node/node_api.h"], { cwd: home })
  if (header === undefined) return { why: `Node's headers are not below ${home}` }
  const headers = path.join(home, path.dirname(header))
  return once("tfjs-node", "@tensorflow/tfjs-node@4.22.0", folder => {
    writeFileSync(path.join(folder, "package.json"), `{ "private": true, "type": "commonjs" }`)
    const own = path.join(folder, "node_modules/@tensorflow/tfjs-node")
    const addon = path.join(own, "lib/napi-v8")
    const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map(file => path.join(own, "binding", file))
    const includes = [own, path.join(wheel, "include"), headers].flatMap(one => ["-I", one])
    const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"].map(file => `-l:${file}`)
    const how = ["-O2", "-shared", "-fPIC", "-std=c++17", "-DNAPI_VERSION=8"]
    const npm = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "@tensorflow/tfjs-node@4.22.0"]
    return [
      ["npm", npm, folder],
      ["mkdir", ["-p", addon]],
      [
        "g++",
        [
          ...[...how, ...sources, ...includes, "-L", wheel, ...libraries],
          ...[`-Wl,-rpath,${wheel}`, "-o", path.join(addon, "tfjs_binding.node")],
        ],
      ],
    ]
  })
}
