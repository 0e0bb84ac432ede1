/** What Node itself says when a process with an open inspector ends: no reason for anything. */
const noise = /^Waiting for the debugger to disconnect\.\.\.\n?/gm

/** Keeps the last lines of what a process writes, bounded in size. */
export function lastLines(most = 20, bytes = 16_384) {
  let kept = ""
  const decoder = new TextDecoder()
  return {
    add: (chunk: Uint8Array): void => {
      kept = (kept + decoder.decode(chunk, { stream: true })).slice(-bytes)
    },
    text: (): string => kept.replace(noise, "").trimEnd().split("\n").slice(-most).join("\n"),
  }
}
