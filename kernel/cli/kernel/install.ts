import { cp, mkdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { here, ownSpec, pythonPrefixes, userDataFolder } from "../../client/index.ts"
import { KaonError } from "../../contracts/errors.ts"
import { writeWhole } from "../../notebook/write.ts"

export interface Place {
  user?: boolean
  prefix?: string
  sysPrefix?: boolean
}

/** The text of kernel.json for this copy of Kaon: absolute paths, since a Jupyter client starts it from anywhere. */
export function specText(): string {
  const { argv, display_name, language, interrupt_mode, metadata } = ownSpec()
  return `${JSON.stringify({ argv, display_name, language, interrupt_mode, metadata }, null, 2)}\n`
}

/** The folder of the kernelspec for a place. Throws USAGE where the place is unclear. */
export function specFolder({ user = false, prefix, sysPrefix = false }: Place): string {
  if ([user, prefix !== undefined, sysPrefix].filter(Boolean).length > 1) {
    throw new KaonError("USAGE", "Only one of --user, --prefix and --sys-prefix can be given.", {
      fix: "Choose one of them.",
    })
  }
  const root = sysPrefix ? pythonPrefixes(here())[0] : prefix
  if (sysPrefix && root === undefined) {
    throw new KaonError("USAGE", "There is no Python on PATH to install the kernel for.", {
      fix: "Use --user, or --prefix.",
    })
  }
  const data = root === undefined ? userDataFolder(here()) : join(root, "share", "jupyter")
  return join(data, "kernels", "kaon")
}

const logo = fileURLToPath(new URL("logo-svg.svg", import.meta.url))

export async function installVerb(place: Place): Promise<void> {
  const folder = specFolder(place)
  await mkdir(folder, { recursive: true }).catch(cause => {
    throw new KaonError("WRITE_FAILED", `The folder ${folder} could not be made: ${(cause as Error).message}.`, {
      fix: "Choose another place with --user or --prefix.",
      cause,
    })
  })
  await writeWhole(join(folder, "kernel.json"), specText())
  await cp(logo, join(folder, "logo-svg.svg"))
  process.stdout.write(`Installed the kernel "TypeScript (Kaon)" in ${folder}\n`)
}

export async function uninstallVerb(place: Place): Promise<void> {
  const folder = specFolder(place)
  await readFile(join(folder, "kernel.json")).catch(cause => {
    throw new KaonError("KERNEL_NOT_FOUND", `The kernel is not installed in ${folder}.`, {
      fix: "Name the place where it was installed: --user, --prefix or --sys-prefix.",
      cause,
    })
  })
  await rm(folder, { recursive: true })
  process.stdout.write(`Removed the kernel from ${folder}\n`)
}

export function specVerb(): void {
  process.stdout.write(specText())
}
