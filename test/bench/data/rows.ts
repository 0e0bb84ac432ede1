import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { randomFrom } from "../../../kernel/learn/random.ts"

const cities = ["Oslo", "Rome", "Paris", "London", "Tokyo"]

/** A CSV file of made-up rows, the same for everyone: numbers with gaps, texts, dates and truths. */
export async function writeRows(file: string, count: number): Promise<void> {
  const random = randomFrom(1)
  const out = createWriteStream(file)
  out.write("id,a,b,c,d,city,kind,day,on,y\n")
  let lines = ""
  for (let i = 0; i < count; i++) {
    const day = `2024-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`
    const gap = i % 13 === 0 ? "" : (random() * 1e6).toFixed(2)
    const numbers = [(random() * 100).toFixed(4), gap, Math.floor(random() * 1000), (random() - 0.5).toFixed(6)]
    const texts = [cities[Math.floor(random() * 5)], `k${Math.floor(random() * 100)}`, day, random() > 0.5]
    lines += `${[i, ...numbers, ...texts, (random() * 10).toFixed(3)].join(",")}\n`
    if (lines.length < 1 << 20) continue
    if (!out.write(lines)) await once(out, "drain")
    lines = ""
  }
  out.end(lines)
  await once(out, "close")
}
