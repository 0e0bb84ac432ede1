import { Store } from "../../kernel/store/index.ts"

/*
 * Run as a program: stores values and commits entries for them without end, until it is killed. What another process writes too is
 * among them.
 */
const [root, seed] = [process.argv[2]!, Number(process.argv[3])]
const store = new Store(root)
process.stdout.write("begun\n")
for (let i = 0; ; i++) {
  const value = { numbers: new Float64Array(200 + ((i * 37) % 5000)).fill(i % 40), text: `value ${i % 40}` }
  const { digest, bytes, kind, needs } = await store.values.save(value)
  store.entries.put(`${seed}-${i % 50}`, {
    values: { x: { form: "stored", digest, bytes, kind, needs } },
    changed: {},
    outputs: null,
    seconds: 0,
    made: i,
  })
}
