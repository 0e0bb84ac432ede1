import { KaonError } from "../../contracts/errors.ts"

export type Variant = "native" | "gpu"

/** Where code is to run: Node's own names. */
export interface Machine {
  platform: NodeJS.Platform
  arch: string
}

/** One wheel that is needed, and what is taken out of it. */
export interface WheelSpec {
  /** A requirement as pip reads it. */
  requirement: string
  project: string
  /** Platform tags that fit, best first. */
  tags: readonly string[]
  /** Members to unpack; they keep their path. */
  members: RegExp
  /** Known hash; without one, the hash that the index gives is held against the download. */
  sha256?: string
}

/** What `kaon setup` does for a machine. */
export interface SetupPlan {
  variant: Variant
  /** Of TensorFlow. */
  version: string
  wheels: readonly WheelSpec[]
  /** The library to load, in the folder that the wheels are unpacked into. */
  library: string
}

const version = "2.21.0"
/** Only the C libraries are taken, so the wheel of any Python does. */
export const python = { version: "3.11", tag: "cp311" } as const

interface Build {
  project: string
  tag: string
  members: RegExp
  library: string
  sha256: string
}

const unix = /^tensorflow\/libtensorflow_(cc|framework)\.(so\.2|2\.dylib)$/
/** The builds that TensorFlow publishes, by platform and processor. */
const builds: Record<string, Build | undefined> = {
  "linux-x64": {
    project: "tensorflow-cpu",
    tag: "manylinux_2_27_x86_64",
    members: unix,
    library: "tensorflow/libtensorflow_cc.so.2",
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
  },
  "linux-arm64": {
    project: "tensorflow",
    tag: "manylinux_2_27_aarch64",
    members: unix,
    library: "tensorflow/libtensorflow_cc.so.2",
    sha256: "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
  },
  "darwin-arm64": {
    project: "tensorflow",
    tag: "macosx_12_0_arm64",
    members: unix,
    library: "tensorflow/libtensorflow_cc.2.dylib",
    sha256: "51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88",
  },
  "win32-x64": {
    project: "tensorflow-cpu",
    tag: "win_amd64",
    members: /^tensorflow\/python\/_pywrap_tensorflow_common\.dll$/,
    library: "tensorflow/python/_pywrap_tensorflow_common.dll",
    sha256: "6fc992a9c8700e18c178b0525f4e7697e58fce88df0dcb95db4dd3c7ad5f4651",
  },
}

/** The CUDA 12 libraries that this TensorFlow asks for in its extra "and-cuda", with its own bounds. */
const cuda: Record<string, string> = {
  "nvidia-cublas-cu12": ">=12.5.3.2,<13.0",
  "nvidia-cuda-cupti-cu12": ">=12.5.82,<13.0",
  "nvidia-cuda-nvcc-cu12": ">=12.5.82,<13.0",
  "nvidia-cuda-nvrtc-cu12": ">=12.5.82,<13.0",
  "nvidia-cuda-runtime-cu12": ">=12.5.82,<13.0",
  "nvidia-cudnn-cu12": ">=9.3.0.75,<10.0",
  "nvidia-cufft-cu12": ">=11.2.3.61,<12.0",
  "nvidia-curand-cu12": ">=10.3.6.82,<11.0",
  "nvidia-cusolver-cu12": ">=11.6.3.83,<12.0",
  "nvidia-cusparse-cu12": ">=12.5.1.3,<13.0",
  "nvidia-nccl-cu12": ">=2.27.7,<3.0",
  "nvidia-nvjitlink-cu12": ">=12.5.82,<13.0",
}

const gpuBuild: Build = {
  project: "tensorflow",
  tag: "manylinux_2_27_x86_64",
  members: unix,
  library: "tensorflow/libtensorflow_cc.so.2",
  sha256: "9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124",
}

/** The wheels for a machine. Throws NATIVE_UNSUPPORTED where TensorFlow publishes none for it. */
export function planFor(variant: Variant, machine: Machine): SetupPlan {
  const name = `${machine.platform}-${machine.arch}`
  const build = variant === "gpu" ? (name === "linux-x64" ? gpuBuild : undefined) : builds[name]
  if (build === undefined) throw unsupported(variant, name)
  const own: WheelSpec = {
    requirement: `${build.project}==${version}`,
    project: build.project,
    tags: [build.tag],
    members: build.members,
    sha256: build.sha256,
  }
  const libraries = Object.entries(cuda).map(([project, bounds]) => ({
    requirement: `${project}${bounds}`,
    project,
    tags: ["manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux1_x86_64"],
    members: /^nvidia\/[a-z_]+\/(lib|nvvm)\/.*\.(so[.\d]*|bc)$/,
  }))
  return {
    variant,
    version,
    wheels: variant === "gpu" ? [own, ...libraries] : [own],
    library: build.library,
  }
}

function unsupported(variant: Variant, name: string): KaonError {
  const known = Object.keys(builds).join(", ")
  return variant === "gpu"
    ? new KaonError("NATIVE_UNSUPPORTED", `TensorFlow publishes no build for GPUs on ${name}, only on linux-x64.`, {
        fix: "Use the processor: kaon setup native.",
      })
    : new KaonError("NATIVE_UNSUPPORTED", `TensorFlow publishes no build for ${name}, only for ${known}.`, {
        fix: "Nothing to do: the JavaScript backend is used, slower.",
      })
}
