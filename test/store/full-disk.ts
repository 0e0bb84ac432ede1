import { readdirSync } from "node:fs"
import { join } from "node:path"
import { KaonError } from "../../kernel/contracts/errors.ts"
import { Store } from "../../kernel/store/index.ts"

/* Run as a program on a small file system of its own: stores a value, then one that the disk has no room for. */
const root = join(process.argv[2]!, "store")
const store = new Store(root)
const { digest } = await store.values.save("small")
const failure: unknown = await store.values.save(new Float64Array(1e6)).catch(error => error)
console.log(
  JSON.stringify({
    code: failure instanceof KaonError && failure.code,
    cause: failure instanceof KaonError && (failure.cause as NodeJS.ErrnoException).code,
    kept: await store.values.load(digest),
    incoming: readdirSync(join(root, "incoming")),
  }),
)
