import { createReadStream } from "node:fs"
import { readdir } from "node:fs/promises"
import { join, parse as parsePath } from "node:path"
import { fileURLToPath } from "node:url"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { findKernelSpec, type KernelSpec, listKernelSpecs, type Surroundings } from "../../../kernel/client/index.ts"
import { mimetypeOf } from "../contents/mimetypes.ts"
import { parse } from "../http/parse.ts"
import { notFound } from "../http/refusal.ts"
import { defaultKernel } from "../kernels/kernels.ts"

/** Kaon's own kernel has its picture here, beside the command that installs it elsewhere. */
const ownFolder = fileURLToPath(new URL("../../../kernel/cli/kernel", import.meta.url))
const isResource = /^(?:kernel\.(?:js|css)|logo-.+)$/

const folderOf = ({ folder }: KernelSpec): string => folder ?? ownFolder

async function modelOf(spec: KernelSpec) {
  const { argv, env, display_name, language, interrupt_mode, metadata, name } = spec
  const files = (await readdir(folderOf(spec)).catch(() => [])).filter(file => isResource.test(file))
  const resources = files.map(file => [
    file.startsWith("logo-") ? parsePath(file).name : file,
    `/kernelspecs/${encodeURIComponent(name)}/${encodeURIComponent(file)}`,
  ])
  return {
    name,
    spec: { argv, env, display_name, language, interrupt_mode, metadata },
    resources: Object.fromEntries(resources) as Record<string, string>,
  }
}

const byName = z.object({ name: z.string() })
const byFile = z.object({ name: z.string(), file: z.string().regex(isResource) })

/** Jupyter's kernelspecs API: Kaon's own kernel, and those that are installed. */
export function specRoutes(app: FastifyInstance, surroundings: () => Surroundings): void {
  app.get("/api/kernelspecs", async () => {
    const models = await Promise.all((await listKernelSpecs(surroundings())).map(modelOf))
    return { default: defaultKernel, kernelspecs: Object.fromEntries(models.map(model => [model.name, model])) }
  })

  app.get("/api/kernelspecs/:name", async request =>
    modelOf(await findKernelSpec(parse(byName, request.params).name, surroundings())),
  )

  app.get("/kernelspecs/:name/:file", async (request, reply) => {
    const { name, file } = parse(byFile, request.params)
    const spec = await findKernelSpec(name, surroundings())
    const there: string[] = await readdir(folderOf(spec)).catch(() => [])
    if (!there.includes(file)) throw notFound(`The kernel ${name} has no ${file}.`)
    return reply
      .header("content-security-policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
      .type(mimetypeOf(file) ?? "application/octet-stream")
      .send(createReadStream(join(folderOf(spec), file)))
  })
}
