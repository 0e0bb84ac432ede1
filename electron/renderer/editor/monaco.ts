import "monaco-editor/features/codicon/register"
import "monaco-editor/editor/contrib/suggest/browser/suggestController"
import "monaco-editor/features/hover/register"
import "monaco-editor/features/parameterHints/register"
import "monaco-editor/features/bracketMatching/register"
import "monaco-editor/features/clipboard/register"
import "monaco-editor/features/comment/register"
import "monaco-editor/features/contextmenu/register"
import "monaco-editor/features/gotoSymbol/register"
import "monaco-editor/features/indentation/register"
import "monaco-editor/features/linesOperations/register"
import "monaco-editor/features/lineSelection/register"
import "monaco-editor/features/multicursor/register"
import "monaco-editor/features/smartSelect/register"
import "monaco-editor/features/wordHighlighter/register"
import "monaco-editor/features/wordOperations/register"
import "monaco-editor/features/caretOperations/register"
import * as monaco from "monaco-editor/editor/editor.api"
import EditorWorker from "monaco-editor/editor/editor.worker?worker"
import { grammars } from "../code/grammars.ts"
import { grammarOf, lexLine } from "../code/lexer.ts"
import { registerProviders } from "./providers.ts"

export { monaco }

globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() }

class LineEnd implements monaco.languages.IState {
  readonly span: string
  constructor(span: string) {
    this.span = span
  }
  clone = (): LineEnd => this
  equals = (other: monaco.languages.IState): boolean => other instanceof LineEnd && other.span === this.span
}

for (const language of Object.keys(grammars)) {
  monaco.languages.register({ id: language })
  monaco.languages.setTokensProvider(language, {
    getInitialState: () => new LineEnd(""),
    tokenize: (line, state) => {
      const found = lexLine(line, state instanceof LineEnd ? state.span : "", grammarOf(language))
      const tokens = found.tokens.map(({ start, kind }) => ({ startIndex: start, scopes: kind }))
      return { tokens, endState: new LineEnd(found.state) }
    },
  })
  monaco.languages.setLanguageConfiguration(language, {
    comments:
      language === "python"
        ? { lineComment: "#" }
        : language === "sql"
          ? { lineComment: "--" }
          : { lineComment: "//", blockComment: ["/*", "*/"] },
    brackets: [
      ["{", "}"],
      ["[", "]"],
      ["(", ")"],
    ],
    autoClosingPairs: ["{}", "[]", "()", '""', "''", "``"].map(pair => ({
      open: pair[0]!,
      close: pair[1]!,
      notIn: ["string"],
    })),
    surroundingPairs: ["{}", "[]", "()", '""', "''", "``"].map(pair => ({ open: pair[0]!, close: pair[1]! })),
    indentationRules:
      language === "python"
        ? { increaseIndentPattern: /:\s*(?:#.*)?$/, decreaseIndentPattern: /^\s*(?:else|elif|except|finally)\b.*:\s*$/ }
        : { increaseIndentPattern: /[{([]\s*$/, decreaseIndentPattern: /^\s*[})\]]/ },
  })
}

registerProviders(monaco)

/** Gives Monaco the theme's colours, as the page's own style sheet has them now. */
export function applyTheme(dark: boolean): void {
  const style = getComputedStyle(document.documentElement)
  // Monaco wants six digits; a minified style sheet has three where they say the same.
  const color = (name: string) =>
    style
      .getPropertyValue(name)
      .trim()
      .replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3")
  const kinds = ["keyword", "string", "number", "comment", "tag"]
  monaco.editor.defineTheme("kaon", {
    base: dark ? "vs-dark" : "vs",
    inherit: false,
    rules: [
      { token: "", foreground: color("--ink").slice(1) },
      ...kinds.map(token => ({ token, foreground: color(`--t-${token}`).slice(1) })),
      { token: "header", foreground: color("--t-comment").slice(1) },
    ],
    colors: {
      "editor.background": color("--raise"),
      "editor.foreground": color("--ink"),
      "editorLineNumber.foreground": color("--ink3"),
      "editorLineNumber.activeForeground": color("--ink3"),
      "editorCursor.foreground": color("--accent"),
      "editor.selectionBackground": `${color("--accent")}40`,
      "editor.wordHighlightBackground": `${color("--accent")}22`,
      "editorBracketMatch.background": `${color("--accent")}22`,
      "editorBracketMatch.border": "#00000000",
      "editorWidget.background": color("--raise"),
      "editorWidget.foreground": color("--ink"),
      "editorWidget.border": color("--line"),
      "editorSuggestWidget.background": color("--raise"),
      "editorSuggestWidget.foreground": color("--ink"),
      "editorSuggestWidget.border": color("--line"),
      "editorSuggestWidget.selectedBackground": color("--accent-soft"),
      "editorSuggestWidget.selectedForeground": color("--ink"),
      "editorSuggestWidget.highlightForeground": color("--accent"),
      "editorSuggestWidget.focusHighlightForeground": color("--accent"),
      "editorSuggestWidget.selectedIconForeground": color("--ink"),
      "editorHoverWidget.background": color("--raise"),
      "editorHoverWidget.border": color("--line"),
      "editorError.foreground": color("--bad"),
      "editorWarning.foreground": color("--train"),
      focusBorder: color("--accent"),
      "scrollbarSlider.background": "#8886",
    },
  })
  monaco.editor.setTheme("kaon")
}
