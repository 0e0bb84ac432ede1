import { isIdleOf, kept, talker, textOf } from "./keepers.ts"

/** Starts a kernel that prints a line every few milliseconds, says so after the third, and waits for its end. */
const kernel = await kept(process.argv[2]!)
const client = talker(kernel, "host")
const id = client.execute(`const kept = 41
for (let i = 0; i < 100; i++) {
  console.log("line", i)
  await new Promise(resolve => setTimeout(resolve, 5))
}`)
for await (const entry of client.from(0)) {
  if (textOf(entry.parts[3]).includes("line 2")) process.stdout.write("printing\n")
  if (isIdleOf(id)(entry)) break
}
