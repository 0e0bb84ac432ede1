/** The same steps in a kernel's own language. COUNT and SEED are filled in by the driver. */
export interface Code {
  define: string
  use: string
  closure: [string, string, string]
  fail: string
  /** The line of `fail` that a traceback must show as it was written. */
  failing: string
  /** One text of 20 MB. */
  display: string
  lines: string
  loop: string
  pending: string
  keep: string
  kept: string
  same: string
  growing: string
}

const define = `interface Sample {
  name: string
  values: number[]
  label?: string
}

type Score = { mean: number; spread: number }

const seed: number = SEED

class Scorer<T extends Sample> {
  readonly seen: Map<string, Score> = new Map()

  score(sample: T): Score {
    const { values, name } = sample
    const mean: number = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    const score: Score = { mean, spread }
    this.seen.set(name, score)
    return score
  }
}

function makeSample(name: string, size: number): Sample {
  const values = Array.from({ length: size }, (_, i): number => (i * seed) % 7)
  return { name, values, label: \`#\${size}\` }
}

const scorer = new Scorer<Sample>()
const samples: Sample[] = ["a", "b", "c"].map((name, i) => makeSample(name, 10 + i))`

const typescript: Omit<Code, "display" | "pending"> = {
  define,
  use: "samples.map(sample => scorer.score(sample).mean as number)",
  closure: ["let shared: number = 1\nconst look = () => shared", "shared = 2", "look()"],
  fail: 'function fail(width: number): number {\n  if (width > 2) throw new Error("planned" as string)\n  return width\n}\nfail(3)',
  failing: 'if (width > 2) throw new Error("planned" as string)',
  lines: 'for (let i = 0; i < COUNT; i++) console.log("line " + i)',
  loop: 'console.log("there"); while (true) {}',
  keep: 'let state: string = "kept"',
  kept: "state",
  same: "const figure: number = SEED; figure + 1",
  growing: "const figureSEED: number[] = [SEED]; figureSEED.length + 1",
}

const pending = 'console.log("there"); await new Promise(() => {})'
const shown = '({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "x".repeat(20 << 20) }) })'

export const kaon: Code = { ...typescript, pending, display: `display${shown}` }

export const deno: Code = { ...typescript, pending, display: `await Deno.jupyter.display${shown}` }

export const tslab: Code = {
  ...typescript,
  pending,
  display: 'import * as tslab from "tslab"\ntslab.display.raw("text/plain", "x".repeat(20 << 20))',
}

export const python: Code = {
  define: `import math
from dataclasses import dataclass, field
from typing import Generic, Optional, TypeVar

T = TypeVar("T")
seed: int = SEED

@dataclass
class Sample:
    name: str
    values: list[float]
    label: Optional[str] = None

@dataclass
class Score:
    mean: float
    spread: float

class Scorer(Generic[T]):
    def __init__(self) -> None:
        self.seen: dict[str, Score] = {}
    def score(self, sample: Sample) -> Score:
        mean: float = sum(sample.values) / len(sample.values)
        spread = math.sqrt(sum((value - mean) ** 2 for value in sample.values) / len(sample.values))
        self.seen[sample.name] = Score(mean, spread)
        return self.seen[sample.name]
def make_sample(name: str, size: int) -> Sample:
    return Sample(name, [(i * seed) % 7 for i in range(size)], f"#{size}")
scorer: Scorer[Sample] = Scorer()
samples: list[Sample] = [make_sample(name, 10 + i) for i, name in enumerate("abc")]`,
  use: "[scorer.score(sample).mean for sample in samples]",
  closure: ["shared = 1\ndef look(): return shared", "shared = 2", "look()"],
  fail: 'def fail(width: int) -> int:\n    if width > 2: raise ValueError("planned")\n    return width\nfail(3)',
  failing: 'if width > 2: raise ValueError("planned")',
  display: 'display({"text/plain": "x" * (20 << 20)}, raw=True)',
  lines: 'for i in range(COUNT): print("line", i)',
  loop: 'print("there", flush=True)\nwhile True: pass',
  pending: 'import asyncio\nprint("there", flush=True)\nawait asyncio.Future()',
  keep: 'state: str = "kept"',
  kept: "state",
  same: "figure: int = SEED\nfigure + 1",
  growing: "figureSEED: list[int] = [SEED]\nlen(figureSEED) + 1",
}
