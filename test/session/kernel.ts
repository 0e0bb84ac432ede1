import { type Execution, type KernelClient, startKernel } from "../../kernel/client/index.ts"

/** A real kernel process of ours, over its real sockets. */
export const startOurs = (cwd = process.cwd()): Promise<KernelClient> => startKernel({ kernel: "kaon", cwd })

export const textOf = (execution: Execution): string | undefined => {
  const data = execution.outputs.find(({ type }) => type === "execute_result")?.content.data as
    | Record<string, string>
    | undefined
  return data?.["text/plain"]
}

export const streamOf = (execution: Execution, name: "stdout" | "stderr" = "stdout"): string =>
  execution.outputs
    .filter(({ type, content }) => type === "stream" && content.name === name)
    .map(({ content }) => content.text)
    .join("")

/** Waits until a condition that other processes make true holds; fails after `milliseconds`. */
export async function until(holds: () => boolean, milliseconds = 10_000): Promise<void> {
  const deadline = performance.now() + milliseconds
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not come true in time")
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
