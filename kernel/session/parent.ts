/**
 * Calls back when the process that started the kernel is gone. Jupyter clients name themselves in JPY_PARENT_PID; a kernel
 * started by hand, without it, lives on its own.
 */
export function watchParent(gone: () => void, environment = process.env, every = 1000): void {
  const parent = Number(environment.JPY_PARENT_PID)
  if (!Number.isInteger(parent) || parent <= 1) return
  const adopted = process.ppid !== parent
  const timer = setInterval(() => {
    if (isAlive(parent) && (adopted || process.ppid === parent)) return
    clearInterval(timer)
    gone()
  }, every)
  timer.unref()
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM"
  }
}
