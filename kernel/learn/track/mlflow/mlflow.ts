import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { KaonError } from "../../../contracts/errors.ts"
import type { EpochEnd, Observer, Outcome, Training } from "../../train/observer.ts"
import type { Trained } from "../../train/trained.ts"
import { answers, type RunInfo } from "./answers.ts"
import { type MlflowAccess, MlflowError, MlflowServer } from "./rest.ts"

export interface MlflowOptions extends MlflowAccess {
  /** Name of the experiment, made where it is not there yet; the dataset's name without it. */
  experiment?: string
  /** Name of the run; the server finds one without it. */
  run?: string
  tags?: Readonly<Record<string, string>>
}

interface Metric {
  key: string
  value: number
  timestamp: number
  step: number
}

/** Most of each that one request may hold. */
const most = { metrics: 1000, params: 100 }
/** Most characters of a parameter's value. */
const longest = 6000

/** Records trainings on an MLflow tracking server: one run for each. */
export class Mlflow implements Observer {
  readonly #server: MlflowServer
  readonly #options: MlflowOptions
  #run: RunInfo | undefined
  #waiting: Metric[] = []

  constructor(url: string, options: MlflowOptions) {
    this.#server = new MlflowServer(url, options)
    this.#options = options
  }

  /** The run in the server's interface, once training has begun. */
  get address(): string | undefined {
    return this.#run && `${this.#server.url}/#/experiments/${this.#run.experiment}/runs/${this.#run.id}`
  }

  /** Id of the run on the server, once training has begun. */
  get runId(): string | undefined {
    return this.#run?.id
  }

  /** A server that does not answer is better known now than after the training: this throws. */
  async begin({ dataset, parameters, model, resumed }: Training): Promise<void> {
    const experiment = await this.#experiment(this.#options.experiment ?? dataset.name)
    const tags = {
      dataset: dataset.name,
      "dataset.fingerprint": dataset.fingerprint,
      model: model.name,
      ...this.#options.tags,
    }
    const created = await this.#server.post("runs/create", {
      experiment_id: experiment,
      start_time: Date.now(),
      ...(this.#options.run !== undefined && { run_name: this.#options.run }),
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    })
    this.#run = answers.run(created)
    const params = Object.entries({ ...parameters, weights: model.countParams(), resumedAfter: resumed }).map(
      ([key, value]) => ({ key, value: String(value).slice(0, longest) }),
    )
    for (let at = 0; at < params.length; at += most.params) {
      await this.#server.post("runs/log-batch", { run_id: this.#run.id, params: params.slice(at, at + most.params) })
    }
  }

  /** Figures that cannot be sent wait for the next epoch: a server that is away for a while costs nothing. */
  async epoch({ rows }: EpochEnd): Promise<void> {
    const { epoch, ...figures } = rows.at(-1)!
    for (const [key, value] of Object.entries(figures)) this.metric(key, value, epoch)
    await this.flush().catch(() => {})
  }

  /** Adds a figure of your own; sent with the next epoch, or by `flush`. What is not finite is left out. */
  metric(key: string, value: number, step: number): void {
    if (Number.isFinite(value)) this.#waiting.push({ key, value, timestamp: Date.now(), step })
  }

  /** Sends what waits. Throws SERVICE_FAILED; what could not be sent still waits then. */
  async flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, most.metrics)
      await this.#server.post("runs/log-batch", { run_id: this.#begun().id, metrics: batch })
      this.#waiting = this.#waiting.slice(batch.length)
    }
  }

  /** The training is done either way; that its record is not complete is said, not thrown. */
  async end(outcome: Outcome | undefined): Promise<void> {
    if (this.#run === undefined) return
    const status = outcome === undefined ? "FAILED" : outcome.stopped === "interrupted" ? "KILLED" : "FINISHED"
    const { id } = this.#run
    try {
      await this.flush()
      await this.#server.post("runs/update", { run_id: id, status, end_time: Date.now() })
    } catch (error) {
      const missing = this.#waiting.length > 0 ? `${this.#waiting.length} figures` : "the end of the run"
      console.warn(`${error instanceof Error ? error.message : error} Not recorded: ${missing}.`)
    }
  }

  /** Puts a file below the run, under a path with slashes. Throws SERVICE_FAILED where the server takes none. */
  async logArtifact(name: string, content: string | Uint8Array): Promise<void> {
    const { artifacts } = this.#begun()
    if (name.split("/").some(part => part === "" || part === "." || part === "..")) {
      throw new KaonError("REQUEST_INVALID", `"${name}" is no path below a run.`, {
        fix: `Give one such as "plots/loss.png".`,
      })
    }
    const proxied = /^mlflow-artifacts:\/*(?:[^/]*:\d+\/)?(.*)$/.exec(artifacts)
    if (proxied === null) {
      throw new KaonError("SERVICE_FAILED", `The MLflow server keeps artefacts at ${artifacts}, not itself.`, {
        fix: "Start it with --serve-artifacts (the default), or put files there in another way.",
      })
    }
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : Uint8Array.from(content)
    await this.#server.put(`${proxied[1]}/${name}`, bytes)
  }

  /** Puts a trained model's bundle below the run (see saveModel). */
  async logModel(trained: Trained, name = "model"): Promise<void> {
    const home = await mkdtemp(path.join(tmpdir(), "kaon-mlflow-"))
    try {
      const folder = path.join(home, name)
      await trained.save(folder)
      for (const file of await readdir(folder)) {
        await this.logArtifact(`${name}/${file}`, await readFile(path.join(folder, file)))
      }
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  }

  async #experiment(name: string): Promise<string> {
    const find = async () =>
      answers.experiment(await this.#server.get("experiments/get-by-name", { experiment_name: name }))
    try {
      return await find()
    } catch (error) {
      if (!(error instanceof MlflowError) || error.reason !== "RESOURCE_DOES_NOT_EXIST") throw error
    }
    try {
      return answers.createdExperiment(await this.#server.post("experiments/create", { name }))
    } catch (error) {
      // Someone else has made it between the question and now.
      if (error instanceof MlflowError && error.reason === "RESOURCE_ALREADY_EXISTS") return await find()
      throw error
    }
  }

  #begun(): RunInfo {
    if (this.#run !== undefined) return this.#run
    throw new KaonError("REQUEST_INVALID", "The MLflow run has not begun.", {
      fix: "Hand the tracker to fit first: fit(…, { observers: [tracker] }).",
    })
  }
}

/** An observer of `fit` that records on an MLflow tracking server: options, figures by epoch, how it ended. */
export const mlflow = (url: string, options: MlflowOptions = {}): Mlflow => new Mlflow(url, options)
