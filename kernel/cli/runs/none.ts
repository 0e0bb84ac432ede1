import { KaonError } from "../../contracts/errors.ts"

/** Said where a folder has no record of any run. */
export const noRuns = (reference: string): KaonError =>
  new KaonError("RUN_NOT_FOUND", `There is no run ${reference} here: none is recorded in this folder.`, {
    fix: "Name the notebooks' folder with --folder.",
  })
