import { KaonError } from "../../../contracts/errors.ts"

export interface RunInfo {
  id: string
  experiment: string
  /** Where its artefacts are kept: `mlflow-artifacts:/…` where the server takes them itself. */
  artifacts: string
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined

function textAt(value: unknown, ...path: string[]): string {
  const found = path.reduce(field, value)
  if (typeof found === "string") return found
  throw new KaonError("SERVICE_FAILED", `The MLflow server's answer has no ${path.join(".")}.`, {
    fix: "Check that the address is that of an MLflow tracking server.",
  })
}

/** Parses answers of the server; each throws SERVICE_FAILED for what is none. */
export const answers = {
  createdExperiment: (answer: unknown): string => textAt(answer, "experiment_id"),
  experiment: (answer: unknown): string => textAt(answer, "experiment", "experiment_id"),
  run: (answer: unknown): RunInfo => ({
    id: textAt(answer, "run", "info", "run_id"),
    experiment: textAt(answer, "run", "info", "experiment_id"),
    artifacts: textAt(answer, "run", "info", "artifact_uri"),
  }),
}
