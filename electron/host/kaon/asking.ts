import type { ExtensionInput, ExtensionMethod, ExtensionResult } from "../../../kernel/contracts/extension.ts"
import { Refusal } from "../http/refusal.ts"
import type { HostKernel } from "../kernels/kernel.ts"
import type { Kernels } from "../kernels/kernels.ts"
import { Questions } from "./questions.ts"
import { IPythonSession } from "./values/session.ts"

/** Who answers questions about a kernel. */
export interface Answerer {
  /** Refuses with 501 where the kernel knows no such questions, 503 while a cell keeps it busy, 504 where it never answers. */
  ask<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>>
}

/** By the language of a kernelspec: Kaon's own questions are for TypeScript, an IPython session is looked into. */
const answerers: Readonly<Record<string, new (kernel: HostKernel) => Answerer>> = {
  typescript: Questions,
  python: IPythonSession,
}

const without = (language: string) =>
  new Refusal(501, `A kernel for ${language} does not answer questions about its variables.`, {
    fix: "Kaon looks into kernels for TypeScript (Kaon) and Python (IPython).",
  })

/** The questions to each kernel. Refuses with 404 where there is no such kernel. */
export function questionsTo(kernels: Kernels): (id: string) => Answerer {
  const known = new WeakMap<HostKernel, Promise<Answerer>>()
  const answererOf = async (kernel: HostKernel): Promise<Answerer> => {
    const language = await kernels.languageOf(kernel)
    const Found = Object.hasOwn(answerers, language) ? answerers[language] : undefined
    if (Found === undefined) throw without(language)
    return new Found(kernel)
  }
  return id => {
    const kernel = kernels.get(id)
    const answerer = known.get(kernel) ?? answererOf(kernel)
    known.set(kernel, answerer)
    return { ask: async (method, params) => (await answerer).ask(method, params) }
  }
}
