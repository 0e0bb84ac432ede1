import { readdirSync, statfsSync, writeFileSync } from "node:fs"
import path from "node:path"
import { KaonError } from "../../kernel/contracts/errors.ts"
import { readCheckpoint } from "../../kernel/learn/train/checkpoint/folder.ts"
import { resumableTraining } from "./resume-training.ts"

/*
 * Run as a program on a small file system of its own: trains an epoch, fills the disk but for a few kilobytes, trains on, and
 * prints what came of it.
 */
const folder = path.join(process.argv[2]!, "checkpoints")
const options = { learningRate: { kind: "constant" }, earlyStopping: { patience: 50 } } as const
await resumableTraining(folder, { ...options, epochs: 1 })
const { bavail, bsize } = statfsSync(folder)
writeFileSync(path.join(process.argv[2]!, "filler"), Buffer.alloc(Math.max(0, bavail * bsize - 8192)))
const failure: unknown = await resumableTraining(folder, { ...options, epochs: 3 }).catch(error => error)
const kept = await readCheckpoint(folder, "last")
console.log(
  JSON.stringify({
    code: failure instanceof KaonError && failure.code,
    cause: failure instanceof KaonError && (failure.cause as NodeJS.ErrnoException).code,
    epochs: kept?.state.rows.length,
    files: readdirSync(folder),
  }),
)
