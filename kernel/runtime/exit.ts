import { shared, type Wires } from "./protocol.ts"

/**
 * Makes process.exit() in a cell end the session in order: the worker answers what it must and closes its sockets first
 * (a process that exits with open sockets aborts), then the process ends with the code asked for.
 */
export function installExit(wires: Wires): (code: number) => void {
  const leave = process.exit.bind(process)
  process.exit = (code?: number | string | null): never => {
    wires.post({ type: "exit", code: Number(code ?? process.exitCode ?? 0) || 0 })
    while (Atomics.load(wires.state, shared.closed) === 0) Atomics.wait(wires.state, shared.closed, 0, 1000)
    return leave(code)
  }
  return leave
}
