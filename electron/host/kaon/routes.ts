import type { FastifyInstance } from "fastify"
import type { Contents } from "../contents/contents.ts"
import type { Passes } from "../guard/passes.ts"
import type { Kernels } from "../kernels/kernels.ts"
import type { Analyst } from "./analyst.ts"
import { questionsTo } from "./asking.ts"
import { deploymentRoutes } from "./deployments.ts"
import { openApiOf } from "./openapi.ts"
import { outputRoutes } from "./outputs/routes.ts"
import { passRoutes } from "./passes.ts"
import { planRoutes } from "./plans.ts"
import { pluginRoutes } from "./plugins.ts"
import { registerRoutes } from "./route.ts"
import { runRoutes } from "./runs/routes.ts"
import { scriptRoutes } from "./scripts.ts"
import { secretRoutes } from "./secrets.ts"
import { settingsRoutes } from "./settings.ts"
import { templateRoutes } from "./templates.ts"
import { variableRoutes } from "./variables.ts"
import { versionRoutes } from "./versions.ts"

/** Kaon's own routes, and their description at /kaon/openapi.json. */
export function kaonRoutes(
  app: FastifyInstance,
  kernels: Kernels,
  contents: Contents,
  analyst: Analyst,
  passes: Passes,
  settings: string,
  state: string,
): void {
  const questions = questionsTo(kernels)
  const routes = [
    ...variableRoutes(questions),
    ...planRoutes(contents, analyst, questions),
    ...deploymentRoutes(contents.root),
    ...runRoutes(contents.root),
    ...outputRoutes(kernels, close => app.addHook("onClose", close)),
    ...versionRoutes(contents),
    ...scriptRoutes(contents),
    ...templateRoutes(),
    ...passRoutes(passes),
    ...pluginRoutes(contents.root.folder),
    ...settingsRoutes(settings),
    ...secretRoutes(state, contents.root.folder),
  ]
  registerRoutes(app, routes)
  const description = openApiOf(routes)
  app.get("/kaon/openapi.json", async () => description)
}
