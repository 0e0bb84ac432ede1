/** Keeps the last lines of what a process writes, bounded in size. */
export function lastLines(most = 20, bytes = 16_384) {
  let kept = ""
  const decoder = new TextDecoder()
  return {
    add: (chunk: Uint8Array): void => {
      kept = (kept + decoder.decode(chunk, { stream: true })).slice(-bytes)
    },
    text: (): string => kept.trimEnd().split("\n").slice(-most).join("\n"),
  }
}
