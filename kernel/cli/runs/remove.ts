import { noRuns } from "./none.ts"
import { openedRuns } from "./opened.ts"

/** `kaon runs rm`: removes records one by one; throws at the first that cannot be. */
export function removeVerb(references: readonly string[], { folder }: { folder: string }): void {
  using runs = openedRuns(folder)
  for (const reference of references) {
    if (runs === undefined) throw noRuns(reference)
    const { id } = runs.remove(reference)
    process.stdout.write(`${id} is removed.\n`)
  }
}
