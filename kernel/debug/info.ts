import type { Attached } from "./attached.ts"
import { threadId } from "./dap.ts"
import { filePrefix, fileSuffix, hashSeed } from "./location.ts"

/** What the debugger can do, in answer to `initialize`. */
export const capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsExceptionInfoRequest: true,
  supportsTerminateRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsModulesRequest: true,
  exceptionBreakpointFilters: [
    { filter: "all", label: "All exceptions", default: false },
    { filter: "uncaught", label: "Uncaught exceptions", default: true },
  ],
}

/** The state of the debugger, for a front end that comes (back) to it. */
export const debugInfo = (attached: Attached | undefined) => ({
  isStarted: attached !== undefined,
  hashMethod: "Murmur2",
  hashSeed,
  tmpFilePrefix: filePrefix,
  tmpFileSuffix: fileSuffix,
  breakpoints: attached?.breakpoints.list() ?? [],
  stoppedThreads: attached?.pauses.isStopped ? [threadId] : [],
  richRendering: true,
  copyToGlobals: true,
  exceptionPaths: [] as string[],
})
