import type { HostKernel } from "../kernels/kernel.ts"
import type { Kernels } from "../kernels/kernels.ts"
import { Questions } from "./questions.ts"

/** The questions to each kernel. Refuses with 404 where there is no such kernel. */
export function questionsTo(kernels: Kernels): (id: string) => Questions {
  const known = new WeakMap<HostKernel, Questions>()
  return id => {
    const kernel = kernels.get(id)
    const questions = known.get(kernel) ?? new Questions(kernel)
    known.set(kernel, questions)
    return questions
  }
}
