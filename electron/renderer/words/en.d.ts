/** Every text of the interface. Another language is a table of the same type. */
export declare const en: {
  language: string
  app: string
  workspace: string
  files: string
  outline: string
  find: string
  runs: string
  deployments: string
  plugins: string
  settings: string
  pipeline: string
  variables: string
  notebook: string
  panels: string
  searchOrRun: string
  typeCommand: string
  noCommand: string
  runAll: string
  runStale: string
  run: string
  stop: string
  close: string
  cancel: string
  back: string
  newNotebook: string
  newFolder: string
  refresh: string
  rename: string
  remove: string
  open: string
  emptyFolder: string
  noOutline: string
  noVariables: string
  noPipeline: string
  laterPanel: string
  stageNames: {
    params: string
    data: string
    model: string
    train: string
    eval: string
    deploy: string
  }
  stageHints: {
    params: string
    data: string
    model: string
    train: string
    eval: string
    deploy: string
  }
  emptyCell: string
  states: {
    none: string
    queued: string
    running: string
    done: string
    failed: string
    aborted: string
    stale: string
  }
  seconds: (value: number) => string
  minutes: (minutes: number, seconds: number) => string
  left: (time: string) => string
  waitsFor: (name: string) => string
  changedSince: string
  addOption: string
  option: (name: string) => string
  runCell: string
  moveUp: string
  moveDown: string
  deleteCell: string
  moreActions: string
  drag: string
  addCode: string
  addText: string
  showSource: string
  showOutputs: (count: number) => string
  cellLabel: (number: number, kind: string, state: string) => string
  code: string
  text: string
  raw: string
  showAll: (lines: number) => string
  showLess: string
  hiddenLines: (lines: number) => string
  dropped: (size: string) => string
  traceback: string
  asTable: string
  outputFrame: string
  untrustedFrame: string
  image: string
  noView: (types: string) => string
  chartFailed: string
  epoch: string
  best: (epoch: number) => string
  accuracyGate: (figure: string, bound: string, wanted: string, got: string) => string
  confusionTable: string
  confusion: string
  rowsOf: (shown: number, total: number) => string
  trusted: string
  untrusted: string
  trustTitle: string
  trustText: string
  trust: string
  trustOnly: string
  look: string
  untrustedBanner: string
  saved: string
  saving: string
  dirty: string
  saveFailed: string
  conflict: string
  conflictTitle: string
  conflictText: (merged: number, clashes: number) => string
  merge: string
  keepMine: string
  takeTheirs: string
  kernelStates: {
    none: string
    starting: string
    idle: string
    busy: string
    restarting: string
    dead: string
    disconnected: string
  }
  kernelDied: string
  restart: string
  restartTitle: string
  restartText: string
  chooseKernel: string
  noServer: string
  findText: string
  replaceText: string
  replaceOne: string
  replaceAll: string
  matchCase: string
  regularExpression: string
  badExpression: string
  matches: (at: number, count: number) => string
  nextMatch: string
  previousMatch: string
  theme: string
  themes: {
    system: string
    light: string
    dark: string
    contrast: string
  }
  languageSetting: string
  autosave: string
  autosaveHelp: string
  restoreKeys: string
  welcome: string
  welcomeLead: string
  startWith: string
  recent: string
  templates: {
    digits: string[]
    curve: string[]
    empty: string[]
  }
  opening: string
  openFailed: (reason: string) => string
  answer: string
  position: (line: number, column: number) => string
  finished: (cell: number) => string
  failedCell: (cell: number) => string
  exportHtml: string
  exportScript: string
  shortcuts: string
  menu: string
  showPipeline: string
  problems: {
    error: string
    warning: string
    hint: string
  }
  commands: {
    "cell.run": string
    "cell.runNext": string
    "cell.runInsert": string
    "run.all": string
    "run.stale": string
    "run.above": string
    "run.below": string
    "kernel.interrupt": string
    "kernel.restart": string
    "kernel.restartRun": string
    "mode.edit": string
    "mode.command": string
    "select.up": string
    "select.down": string
    "select.extendUp": string
    "select.extendDown": string
    "select.first": string
    "select.last": string
    "select.all": string
    "cell.above": string
    "cell.below": string
    "cell.delete": string
    "cell.cut": string
    "cell.copy": string
    "cell.paste": string
    "cell.pasteAbove": string
    "cell.up": string
    "cell.down": string
    "cell.split": string
    "cell.merge": string
    "cell.code": string
    "cell.markdown": string
    "cell.raw": string
    "cell.heading1": string
    "cell.heading2": string
    "cell.heading3": string
    "fold.source": string
    "fold.outputs": string
    "fold.allOutputs": string
    "outputs.clear": string
    "outputs.clearAll": string
    "edit.undo": string
    "edit.redo": string
    "file.save": string
    "file.new": string
    "file.trust": string
    "file.html": string
    "file.script": string
    "view.palette": string
    "view.files": string
    "view.outline": string
    "view.find": string
    "view.settings": string
    "view.pipeline": string
    "view.theme": string
    "view.welcome": string
  }
}
export type Words = {
  [K in keyof typeof en]: Loose<(typeof en)[K]>
}
type Loose<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : T extends readonly string[]
      ? string[]
      : {
          [K in keyof T]: Loose<T[K]>
        }
