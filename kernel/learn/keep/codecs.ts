import { provideCodecs, type ValueCodec } from "../../contracts/values.ts"
import { Dataset, type DatasetParts } from "../data/dataset.ts"
import { Split } from "../data/split.ts"
import { isSource, noteSource, type Source } from "../data/table.ts"
import { Table } from "../data/tables/table.ts"
import { judged } from "../evaluate/judged.ts"
import type { Outcomes } from "../evaluate/outcomes.ts"
import { Report } from "../evaluate/report.ts"
import { tf } from "../tf.ts"
import { Trained } from "../train/trained.ts"
import { isModel, packModel, unpackModel } from "./model.ts"
import { packTable, unpackTable } from "./table.ts"
import { packTensor, unpackTensor } from "./tensor.ts"

/** A codec with the type of its data, which the store gives back as it got them. */
const codec = <T extends object, D>(made: {
  kind: string
  frozen: boolean
  claims(value: object): value is T
  pack(value: T): D | Promise<D>
  unpack(data: D): T | Promise<T>
}): ValueCodec => made as unknown as ValueCodec

/** How the values of a pipeline are taken apart for the store: each is what it was in another process. */
export const valueCodecs: readonly ValueCodec[] = [
  codec({
    kind: "source",
    frozen: true,
    claims: (value): value is Source => isSource(value),
    pack: source => ({ ...source }),
    unpack: source => noteSource(source),
  }),
  codec({
    kind: "dataset",
    frozen: true,
    claims: (value): value is Dataset => value instanceof Dataset,
    pack({ parts }): DatasetParts {
      if (parts.rest !== undefined) throw new TypeError("a dataset whose rows stay in their files")
      return parts
    },
    unpack: parts => new Dataset(parts),
  }),
  codec({
    kind: "split",
    frozen: true,
    claims: (value): value is Split => value instanceof Split,
    pack: split => ({ of: split.of, name: split.name, parts: split.of === undefined ? split.parts() : undefined }),
    unpack: ({ of, name, parts }) => (of === undefined ? Split.from(parts!) : of[name]!),
  }),
  codec({
    kind: "trained",
    frozen: false,
    claims: (value): value is Trained => value instanceof Trained,
    pack: ({ model, history, best, stopped, preprocessing, dataset, storage }) => ({
      ...{ model, history, best, stopped, preprocessing, dataset, storage },
    }),
    unpack: parts => new Trained(parts),
  }),
  codec({
    kind: "report",
    frozen: false,
    claims: (value): value is Report => value instanceof Report,
    pack: ({ gates, outcomes: { judged: numbers, ...outcomes } }) => {
      const { tally: _, ...rest } = numbers
      return { gates, outcomes, judged: rest }
    },
    unpack(data) {
      const report = new Report({ ...data.outcomes, judged: judged(data.judged) } satisfies Outcomes)
      report.gates.push(...data.gates)
      return report
    },
  }),
  codec({ kind: "model", frozen: false, claims: isModel, pack: packModel, unpack: unpackModel }),
  codec({
    kind: "table",
    frozen: true,
    claims: (value): value is Table => value instanceof Table,
    pack: packTable,
    unpack: unpackTable,
  }),
  codec({
    kind: "tensor",
    frozen: false,
    claims: (value): value is InstanceType<typeof tf.Tensor> => value instanceof tf.Tensor,
    pack: packTensor,
    unpack: unpackTensor,
  }),
]

provideCodecs(valueCodecs)
