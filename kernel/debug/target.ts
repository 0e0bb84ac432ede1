import { type Debugger, type Runtime, Session } from "node:inspector"

/** What is asked of V8: the parameters and the answer of each method. */
interface Methods {
  "Debugger.enable": [object, object]
  "Debugger.setAsyncCallStackDepth": [Debugger.SetAsyncCallStackDepthParameterType, object]
  "Debugger.setBlackboxPatterns": [Debugger.SetBlackboxPatternsParameterType, object]
  "Debugger.setPauseOnExceptions": [Debugger.SetPauseOnExceptionsParameterType, object]
  "Debugger.setBreakpointByUrl": [Debugger.SetBreakpointByUrlParameterType, Debugger.SetBreakpointByUrlReturnType]
  "Debugger.removeBreakpoint": [Debugger.RemoveBreakpointParameterType, object]
  "Debugger.getPossibleBreakpoints": [
    Debugger.GetPossibleBreakpointsParameterType,
    Debugger.GetPossibleBreakpointsReturnType,
  ]
  "Debugger.evaluateOnCallFrame": [
    Debugger.EvaluateOnCallFrameParameterType & { timeout?: number },
    Runtime.EvaluateReturnType,
  ]
  "Debugger.setVariableValue": [Debugger.SetVariableValueParameterType, object]
  "Debugger.resume": [object, object]
  "Debugger.pause": [object, object]
  "Debugger.stepOver": [object, object]
  "Debugger.stepInto": [object, object]
  "Debugger.stepOut": [object, object]
  "Runtime.enable": [object, object]
  "Runtime.terminateExecution": [object, object]
  "Runtime.compileScript": [Runtime.CompileScriptParameterType, Runtime.CompileScriptReturnType]
  "Runtime.evaluate": [
    Runtime.EvaluateParameterType & { timeout?: number; disableBreaks?: boolean },
    Runtime.EvaluateReturnType,
  ]
  "Runtime.callFunctionOn": [Runtime.CallFunctionOnParameterType, Runtime.CallFunctionOnReturnType]
  "Runtime.getProperties": [
    Runtime.GetPropertiesParameterType & { nonIndexedPropertiesOnly?: boolean },
    Runtime.GetPropertiesReturnType,
  ]
  "Runtime.globalLexicalScopeNames": [object, Runtime.GlobalLexicalScopeNamesReturnType]
  "Runtime.releaseObjectGroup": [Runtime.ReleaseObjectGroupParameterType, object]
}

export interface TargetEvents {
  "Debugger.paused": Debugger.PausedEventDataType
  "Debugger.resumed": undefined
  "Debugger.scriptParsed": Debugger.ScriptParsedEventDataType
  "Debugger.breakpointResolved": Debugger.BreakpointResolvedEventDataType
}

/** One session on the thread that runs the user's code, seen from another thread. Disconnecting lets a stopped thread run on. */
export class Target {
  readonly #session = new Session()

  constructor() {
    this.#session.connectToMainThread()
  }

  on<E extends keyof TargetEvents>(event: E, listener: (params: TargetEvents[E]) => void): void {
    this.#session.on(event, (message: { params: TargetEvents[E] }) => listener(message.params))
  }

  /** Rejects with what V8 says against it. */
  post<M extends keyof Methods>(method: M, params?: Methods[M][0]): Promise<Methods[M][1]> {
    return new Promise((resolve, reject) => {
      this.#session.post(method as string, params ?? {}, (error, result) =>
        error === null ? resolve(result as Methods[M][1]) : reject(error),
      )
    })
  }

  close(): void {
    this.#session.disconnect()
  }
}
