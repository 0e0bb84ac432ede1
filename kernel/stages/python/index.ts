import { type PythonCell, PythonSession } from "./session.ts"

const sessions = new Map<string, Promise<PythonSession>>()

/** Runs a `%%python` cell in the kernel of its name, which is started where none runs. */
export async function run(
  cell: PythonCell,
  inputs: Readonly<Record<string, unknown>>,
  names: readonly string[],
  setters: Readonly<Record<string, (value: unknown) => void>>,
): Promise<Record<string, unknown>> {
  return await (await sessionOf(cell.kernel)).run(cell, inputs, names, setters)
}

function sessionOf(kernel: string): Promise<PythonSession> {
  const known = sessions.get(kernel) ?? PythonSession.start(kernel)
  sessions.set(kernel, known)
  const forget = () => {
    if (sessions.get(kernel) === known) sessions.delete(kernel)
  }
  // One that did not start, or has ended, makes room for the next.
  known.then(({ ended }) => void ended.then(forget), forget)
  return known
}
