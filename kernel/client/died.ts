import { KaonError } from "../contracts/errors.ts"
import type { Exit } from "./process.ts"

const endOf = ({ code, signal }: Exit): string =>
  signal !== null ? `was ended by ${signal}` : `ended with exit code ${code ?? "unknown"}`

const fixOf = ({ signal, lines }: Exit): string =>
  signal === "SIGKILL" && lines === ""
    ? "The system may have run out of memory: try a smaller batch or less data, then restart the kernel."
    : "Look at its last lines, then restart the kernel."

/** The error of everything that waited for a kernel when its process ended. */
export const kernelDied = (exit: Exit): KaonError =>
  new KaonError(
    "KERNEL_DIED",
    `The kernel ${endOf(exit)}.${exit.lines === "" ? "" : ` Its last lines:\n${exit.lines}`}`,
    {
      fix: fixOf(exit),
    },
  )

/** The error of everything that waited for a kernel that its own client closed. */
export const kernelClosed = (): KaonError =>
  new KaonError("KERNEL_DIED", "The kernel was shut down.", { fix: "Start it again." })

/** The error of a kernel that runs but never answers. */
export const kernelSilent = (milliseconds: number): KaonError =>
  new KaonError(
    "KERNEL_DIED",
    `The kernel did not answer within ${milliseconds / 1000} s of its start, and was ended.`,
    {
      fix: "Check that the command starts a Jupyter kernel, and that the machine is not overloaded.",
    },
  )
