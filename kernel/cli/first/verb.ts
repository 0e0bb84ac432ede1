import { dirname, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { type DeploymentView, deploymentSchema, mimeTypes } from "../../contracts/mime.ts"
import type { RunEvent } from "../../contracts/run.ts"
import { stopDeployment } from "../../serving/index.ts"
import { problemText } from "../problem.ts"
import { stepLines } from "../run/lines.ts"
import { runNotebook } from "../run/run.ts"
import { styled, terminalOf } from "../terminal.ts"
import { untilAsked } from "../until.ts"
import { curlFor } from "./curl.ts"

const notebook = fileURLToPath(new URL("../../../workspaces/digits.ipynb", import.meta.url))
const flags = { param: [], output: undefined, kernel: undefined, timeout: undefined }
const shown = z.object({ output: z.object({ data: z.object({ [mimeTypes.deployment]: deploymentSchema }) }) })

/** `kaon` alone: runs the digits example and keeps its service until Ctrl-C. Gives the exit status. */
export async function firstVerb(): Promise<number> {
  const terminal = terminalOf(process.stdout)
  const errors = terminalOf(process.stderr)
  const lines = stepLines(terminal)
  let service: DeploymentView | undefined
  terminal.write(
    `${styled(terminal, "bold", "Handwritten digits")}: data, model, training, evaluation and a service.\n`,
  )
  terminal.write(`${relative(process.cwd(), notebook)}\n\n`)
  const status = await runNotebook(notebook, flags, {
    event: event => {
      service = deploymentIn(event) ?? service
      lines(event)
    },
    problem: (problem, source) => errors.write(problemText(errors, problem, source)),
  })
  if (service === undefined) return status
  if (status === 0) {
    terminal.write(
      `\nThe model is in service at ${styled(terminal, "cyan", service.address)}. Ask it which digit this is:\n\n`,
    )
    terminal.write(`${curlFor(service.address)}\n\nCtrl-C stops the service.\n`)
    await untilAsked()
  }
  const { name } = service
  const { state } = await stopDeployment(dirname(notebook), name)
  terminal.write(`\nThe service ${name} is ${state}.\n`)
  return status
}

function deploymentIn(event: RunEvent): DeploymentView | undefined {
  return event.event === "step-output" ? shown.safeParse(event).data?.output.data[mimeTypes.deployment] : undefined
}
