import { randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { rename, rm } from "node:fs/promises"
import path from "node:path"
import { kindOf } from "../contracts/brand.ts"
import { currentCell } from "../contracts/context.ts"
import { KaonError } from "../contracts/errors.ts"
import type { DeploymentView } from "../contracts/mime.ts"
import { mimeTypes } from "../contracts/mimetypes.ts"
import type { Service } from "../learn/index.ts"
import type { FinishedCell } from "./finish.ts"

/**
 * Puts the service that a deploy cell defined into service on this machine: saves its model as a bundle named by its content,
 * starts it under a supervisor, and fills the service's address. The same model under the same name stays as it runs.
 * @throws KaonError PORT_IN_USE, SERVICE_FAILED, or HEADER_INVALID for a target that is not there
 */
export async function deploy({ header, values }: FinishedCell): Promise<void> {
  const service = [...values.values()].find(value => kindOf(value) === "service") as Service
  const { target = "local", port } = header.options as { target?: string; port?: number }
  if (target !== "local") {
    throw new KaonError("HEADER_INVALID", `There is no deploy target ${JSON.stringify(target)}.`, {
      fix: "Deploy with `--target local`; it runs the service on this machine.",
    })
  }
  const name = header.name ?? "service"
  const directory = currentCell()?.directory ?? process.cwd()
  const bundleDirectory = await saveBundle(service, name, directory)
  const { deployLocal } = await import("../serving/local.ts")
  const record = await deployLocal({ bundleDirectory, name, directory, port })
  service.address = record.address
  show({ name, target, address: record.address, bundle: record.version, state: "ready", pid: record.supervisor })
}

/** Saves the model below `.kaon/bundles`, in a folder named by the content: an equal model is there already. */
async function saveBundle(service: Service, name: string, directory: string): Promise<string> {
  const { saveModel } = await import("../learn/index.ts")
  const folder = path.join(directory, ".kaon", "bundles")
  const fresh = path.join(folder, randomUUID())
  const { model, labels, input, options } = service
  const { version } = await saveModel(model, fresh, { ...options, name, labels, input })
  const final = path.join(folder, version)
  if (existsSync(final)) await rm(fresh, { recursive: true })
  else await rename(fresh, final)
  return final
}

function show(view: DeploymentView): void {
  const lines = [
    `${view.name} is in service at ${view.address}`,
    `  POST ${view.address}/v2/models/${view.name}/infer   (Open Inference Protocol v2)`,
    `  kaon stop ${view.name}   ends it`,
  ]
  currentCell()?.display({ [mimeTypes.deployment]: view, "text/plain": lines.join("\n"), "text/html": html(view) })
}

const html = ({ name, address }: DeploymentView): string =>
  `<p><strong>${escaped(name)}</strong> is in service at <a href="${escaped(address)}">${escaped(address)}</a></p>`

const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
