import type { ExtensionInput, ExtensionResult } from "../../../kernel/contracts/extension.ts"
import type { RowSource } from "../grid/source.ts"
import type { Extension } from "../jupyter/extension.ts"
import { type Rest, ServerRefused } from "../jupyter/rest.ts"
import type { Variable } from "../state/model.ts"

type Method = "variables.list" | "variables.page" | "variables.profile"

/** What a kernel holds: Kaon's own is asked directly, others through the host, which knows some of them. */
export class Values {
  readonly #rest: Rest
  readonly #extension: () => Extension | undefined
  readonly #kernel: () => string | undefined

  constructor(rest: Rest, extension: () => Extension | undefined, kernel: () => string | undefined) {
    this.#rest = rest
    this.#extension = extension
    this.#kernel = kernel
  }

  /** The variables; undefined while nobody answers, "unsupported" where nobody ever will. */
  async list(): Promise<readonly Variable[] | "unsupported" | undefined> {
    try {
      return (await this.#ask("variables.list", {})).variables
    } catch (cause) {
      const never = cause instanceof ServerRefused && (cause.status === 501 || cause.status === 404)
      return never ? "unsupported" : undefined
    }
  }

  rowsOf(name: string): RowSource {
    return {
      page: asked => this.#ask("variables.page", { name, ...asked }),
      profile: (column, filter) => this.#ask("variables.profile", { name, column, filter: [...filter] }),
    }
  }

  #ask<M extends Method>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>> {
    const extension = this.#extension()
    if (extension !== undefined) return extension.call(method, params)
    const kernel = this.#kernel()
    if (kernel === undefined) return Promise.reject(new ServerRefused(0, "There is no kernel."))
    return this.#rest.variables(kernel, method, params)
  }
}
