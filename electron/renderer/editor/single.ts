import type { editor as Editors } from "monaco-editor/editor/editor.api"

type Loaded = typeof import("./monaco.ts")

let loading: Promise<Loaded> | undefined
let loaded: Loaded | undefined
let only: { editor: Editors.IStandaloneCodeEditor; host: HTMLDivElement } | undefined

/** Monaco and its providers, loaded once; `undefined` until then. */
export const monacoNow = (): Loaded | undefined => loaded
export function loadMonaco(): Promise<Loaded> {
  loading ??= Promise.all([import("./monaco.ts"), document.fonts.load("12.6px 'JetBrains Mono Variable'")]).then(
    ([found]) => {
      loaded = found
      found.applyTheme(document.documentElement.dataset.theme !== "light")
      return found
    },
  )
  return loading
}

const options: Editors.IStandaloneEditorConstructionOptions = {
  theme: "kaon",
  fontFamily: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace',
  letterSpacing: 0,
  fontLigatures: false,
  tabSize: 2,
  detectIndentation: false,
  glyphMargin: false,
  folding: false,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  scrollbar: {
    vertical: "hidden",
    // It would take room that the static text does not; the wheel and the cursor scroll all the same.
    horizontal: "hidden",
    alwaysConsumeMouseWheel: false,
    useShadows: false,
  },
  renderLineHighlight: "none",
  wordBasedSuggestions: "off",
  occurrencesHighlight: "singleFile",
  selectionHighlight: false,
  links: false,
  fixedOverflowWidgets: true,
  quickSuggestions: { other: true, comments: false, strings: false },
  padding: { top: 0, bottom: 0 },
  guides: { indentation: false },
  stickyScroll: { enabled: false },
  unicodeHighlight: { ambiguousCharacters: false },
  wrappingStrategy: "advanced",
  wrappingIndent: "none",
  accessibilitySupport: "auto",
  automaticLayout: false,
  disableLayerHinting: true,
}

/** Size, line numbers and wrapping, as the style sheet has them now for the static text: the two must look the same. */
function codeStyle(): Editors.IEditorOptions {
  const { dataset } = document.documentElement
  const style = getComputedStyle(document.documentElement)
  const pixels = (name: string) => Number.parseFloat(style.getPropertyValue(name))
  const numbered = dataset.lines === "on"
  return {
    fontSize: pixels("--code-size"),
    lineHeight: pixels("--code-line"),
    lineNumbers: numbered ? "on" : "off",
    lineNumbersMinChars: numbered ? 3 : 0,
    lineDecorationsWidth: numbered ? 12 : 0,
  }
}

export function applyCodeStyle(): void {
  only?.editor.updateOptions({ ...codeStyle(), wordWrap: codeWrap() })
}

export const codeWrap = (): "on" | "off" => (document.documentElement.dataset.wrap === "on" ? "on" : "off")

/** The one editor of the page. It stands in the cell that is being edited; all others are static text of the same look. */
export async function theEditor() {
  const found = await loadMonaco()
  if (only === undefined) {
    const host = document.createElement("div")
    host.className = "editor"
    document.body.append(host)
    only = { editor: found.monaco.editor.create(host, { ...options, ...codeStyle(), model: null }), host }
    host.remove()
  }
  return { ...only, monaco: found.monaco }
}
