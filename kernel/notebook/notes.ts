/** Metadata of cells that programs write by themselves, at every run or click: they say nothing of what a person changed. */
export const notes: ReadonlySet<string> = new Set([
  "execution",
  "ExecuteTime",
  "papermill",
  "collapsed",
  "scrolled",
  "jupyter",
  "executionInfo",
])
