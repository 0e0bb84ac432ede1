import { KaonError } from "../contracts/errors.ts"
import { KernelClient } from "./client.ts"
import { type LinkSpec, openLink } from "./link.ts"
import { findKernelSpec } from "./spec.ts"

export type KernelSource = { kernel: string } | { argv: readonly string[]; interruptMode?: "signal" | "message" }

export type StartOptions = KernelSource & {
  /** Where the kernel's code runs: the notebook's folder. */
  cwd?: string
  /** Environment of the kernel; this process's own by default. */
  env?: NodeJS.ProcessEnv
  /** Milliseconds that the kernel may take to answer for the first time; a minute by default. */
  startWithin?: number
}

/** Ports are chosen free but taken only when the kernel binds: another process may be faster. */
const attempts = 3
const portTaken = /address already in use|EADDRINUSE/i

/**
 * Starts a kernel, by the name of its kernelspec or by its command line, and waits until it is ready: no output of what is
 * executed from then on is lost. Throws KERNEL_NOT_FOUND, or KERNEL_DIED with the kernel's last lines.
 */
export async function startKernel(options: StartOptions): Promise<KernelClient> {
  const spec = await linkSpec(options)
  const open = () => openWithFreePorts(spec)
  return new KernelClient(await open(), open)
}

async function linkSpec(options: StartOptions): Promise<LinkSpec> {
  const { cwd = process.cwd(), env = process.env, startWithin = 60_000 } = options
  if ("argv" in options) {
    const { argv, interruptMode = "signal" } = options
    return { argv, name: argv[0] ?? "", cwd, env, interruptMode, startWithin }
  }
  const spec = await findKernelSpec(options.kernel)
  const { argv, name, interrupt_mode: interruptMode } = spec
  return { argv, name, cwd, env: { ...env, ...spec.env }, interruptMode, startWithin }
}

async function openWithFreePorts(spec: LinkSpec) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openLink(spec)
    } catch (cause) {
      const taken = cause instanceof KaonError && cause.code === "KERNEL_DIED" && portTaken.test(cause.message)
      if (!taken || attempt === attempts) throw cause
    }
  }
}
