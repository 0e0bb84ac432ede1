import assert from "node:assert/strict"
import { type ChildProcess, fork, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { tf } from "../../kernel/learn/index.ts"
import { readCheckpoint, writeCheckpoint } from "../../kernel/learn/train/checkpoint/folder.ts"
import { hasNative } from "../../kernel/native/index.ts"
import { resumableTraining } from "./resume-training.ts"

const program = path.join(import.meta.dirname, "resume-training.ts")

function place() {
  const home = mkdtempSync(path.join(tmpdir(), "kaon-checkpoint-"))
  return {
    folder: path.join(home, "checkpoints"),
    result: path.join(home, "result.json"),
    home,
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}

type Result = Awaited<ReturnType<typeof resumableTraining>>

/** Within 1e-6 of each other, all the way down. */
function near(one: unknown, other: unknown, where = "result"): void {
  if (typeof one === "number" && typeof other === "number") {
    assert.ok(Math.abs(one - other) <= 1e-6, `${where}: ${one} and ${other}`)
    return
  }
  if (typeof one !== "object" || one === null) {
    assert.equal(one, other, where)
    return
  }
  assert.deepEqual(Object.keys(one), Object.keys(other as object), where)
  for (const key of Object.keys(one)) {
    near((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key], `${where}.${key}`)
  }
}

/** Kills the process with SIGKILL once its checkpoint has been replaced `after` times. */
async function killAfter(child: ChildProcess, folder: string, after: number): Promise<void> {
  let replaced = 0
  const watcher = watch(path.dirname(folder), { recursive: true }, (_event, name) => {
    if (!String(name).endsWith("last.checkpoint")) return
    replaced += 1
    if (replaced >= after) child.kill("SIGKILL")
  })
  const [, signal] = await once(child, "exit")
  watcher.close()
  assert.equal(signal, "SIGKILL", "the training ended before it could be killed")
}

test("a training that is killed goes on to the curve and the weights that it would have had", async () => {
  await using one = place()
  await using other = place()
  const whole = await resumableTraining(one.folder)
  const stands: string[] = []
  for (const after of [3, 9, 6]) {
    await killAfter(fork(program, [other.folder, other.result]), other.folder, after)
    const { state } = (await readCheckpoint(other.folder, "last"))!
    stands.push(`${state.epoch}.${state.done}`)
  }
  assert.ok(!existsSync(other.result))
  assert.equal(new Set(stands).size, 3, `each process came further: ${stands.join(", ")}`)
  assert.ok(
    stands.some(stand => !stand.endsWith(".0")),
    `some died within an epoch: ${stands.join(", ")}`,
  )
  const last = fork(program, [other.folder, other.result])
  assert.equal((await once(last, "exit"))[0], 0)
  near(JSON.parse(readFileSync(other.result, "utf8")) as Result, whole)
})

for (const [name, optimizer] of Object.entries({
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.02, 0.9),
  rmsprop: () => tf.train.rmsprop(0.002, 0.9, 0.5),
  adagrad: () => tf.train.adagrad(0.02),
  adadelta: () => tf.train.adadelta(0.5),
})) {
  test(`the state of ${name} is kept`, async () => {
    await using one = place()
    await using other = place()
    const whole = await resumableTraining(one.folder, { optimizer: optimizer(), epochs: 3 })
    const stop = new Error("stop here")
    const throws = {
      epoch: ({ rows }: { rows: readonly unknown[] }) => {
        if (rows.length === 2) throw stop
      },
    }
    await assert.rejects(
      resumableTraining(other.folder, { optimizer: optimizer(), epochs: 3, observers: [throws] }),
      stop,
    )
    near(await resumableTraining(other.folder, { optimizer: optimizer(), epochs: 3 }), whole)
  })
}

test("a training that came to its end starts over; with more epochs it goes on; with other options it is another", async () => {
  await using here = place()
  let resumed = -1
  const begin = (training: { resumed: number }) => {
    resumed = training.resumed
  }
  const see = [{ begin }]
  const plain = { learningRate: { kind: "constant" } as const, observers: see, earlyStopping: { patience: 50 } }
  const first = await resumableTraining(here.folder, { ...plain, epochs: 2 })
  near(await resumableTraining(here.folder, { ...plain, epochs: 2 }), first)
  assert.equal(resumed, 0)
  const longer = await resumableTraining(here.folder, { ...plain, epochs: 4 })
  assert.equal(resumed, 2)
  await using fresh = place()
  near(longer, await resumableTraining(fresh.folder, { ...plain, epochs: 4 }))
  await resumableTraining(here.folder, { ...plain, epochs: 5, batchSize: 32 })
  assert.equal(resumed, 0)
})

test("a checkpoint with a byte changed or missing is none, and training starts over", async () => {
  await using here = place()
  const first = await resumableTraining(here.folder, { epochs: 2 })
  const file = path.join(here.folder, "last.checkpoint")
  const whole = readFileSync(file)
  for (const broken of [whole.subarray(0, -1), whole.subarray(0, 40), Buffer.alloc(0), flipped(whole)]) {
    writeFileSync(file, broken)
    assert.equal(await readCheckpoint(here.folder, "last"), undefined)
  }
  near(await resumableTraining(here.folder, { epochs: 2 }), first)
})

const flipped = (whole: Buffer): Buffer => {
  const copy = Buffer.from(whole)
  copy[copy.length >> 1]! ^= 1
  return copy
}

test("a checkpoint that cannot be written says so, leaves the one before, and nothing half-written", async () => {
  await using here = place()
  await resumableTraining(here.folder, { epochs: 1 })
  const before = (await readCheckpoint(here.folder, "last"))!
  // A folder in the place of the file that is written first: the write fails as a full disk makes it fail.
  const fresh = path.join(here.folder, `last.checkpoint.${process.pid}.new`)
  mkdirSync(path.join(fresh, "in the way"), { recursive: true })
  await assert.rejects(writeCheckpoint(here.folder, "last", { ...before, key: "other" }), {
    code: "WRITE_FAILED",
    message: /checkpoint could not be written to .*last\.checkpoint/,
  })
  assert.equal((await readCheckpoint(here.folder, "last"))!.key, before.key)
})

const told = hasNative() && "native TensorFlow tells it"
const small = { skip: smallDisk() ? false : "no small file system can be mounted here" }

test(
  "a disk that is full ends the training with that word; the checkpoint before is whole, nothing else is left",
  small,
  async () => {
    await using here = place()
    const program = path.join(import.meta.dirname, "full-disk.ts")
    const mount = 'mount -t tmpfs -o size=2m tmpfs "$1" && exec "$2" "$3" "$1"'
    const done = spawnSync("unshare", ["-Urm", "sh", "-c", mount, "sh", here.home, process.execPath, program])
    assert.deepEqual(JSON.parse(String(done.stdout) || String(done.stderr)), {
      code: "WRITE_FAILED",
      cause: "ENOSPC",
      epochs: 1,
      files: ["best.checkpoint", "last.checkpoint"],
    })
  },
)

function smallDisk(): boolean {
  return spawnSync("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", tmpdir()]).status === 0
}

test("Adamax, whose state TensorFlow.js does not tell, is refused before training", { skip: told }, async () => {
  await using here = place()
  await assert.rejects(resumableTraining(here.folder, { optimizer: tf.train.adamax(0.01) }), {
    code: "MODEL_INVALID",
    message: /Adamax does not tell its state/,
  })
  assert.ok(!existsSync(here.folder) || readdirSync(here.folder).length === 0)
})
