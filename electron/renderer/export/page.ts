import { frameDocument, stillPage } from "../../../kernel/contracts/stillpage.ts"

/** A drawn notebook as a page of its own: its styles and pictures in it, foreign markup in frames where nothing runs. */
export function pageOf(drawn: HTMLElement, title: string): string {
  const copy = drawn.cloneNode(true) as HTMLElement
  freeze(drawn, copy)
  return stillPage({
    attributes: `lang="${document.documentElement.lang}" data-theme="light"`,
    title,
    styles: stylesOf(document),
    body: `<body class="exported">\n<main>${copy.innerHTML}</main>\n</body>`,
  })
}

/** Makes a copy of drawn elements stand for itself: nothing to press, nothing to load. */
function freeze(drawn: HTMLElement, copy: HTMLElement): void {
  const canvases = [...drawn.querySelectorAll("canvas")]
  copy.querySelectorAll("canvas").forEach((canvas, index) => {
    const image = document.createElement("img")
    image.alt = ""
    image.src = canvases[index]!.toDataURL("image/png")
    canvas.replaceWith(image)
  })
  for (const frame of copy.querySelectorAll("iframe")) {
    const still = document.createElement("iframe")
    still.setAttribute("sandbox", "")
    still.title = frame.title
    still.className = "foreign"
    still.style.height = frame.style.height
    still.setAttribute("srcdoc", frameDocument(frame.dataset.markup ?? ""))
    frame.replaceWith(still)
  }
  for (const details of copy.querySelectorAll("details")) details.open = true
  for (const control of copy.querySelectorAll("button, input, select, textarea, script, .unseen")) control.remove()
  for (const element of copy.querySelectorAll("*")) {
    element.removeAttribute("tabindex")
    for (const { name } of [...element.attributes]) if (/^on/i.test(name)) element.removeAttribute(name)
  }
}

/** The page's styles, without those of the editor and without fonts, which would be larger than the notebook. */
function stylesOf(page: Document): string {
  const rules = [...page.styleSheets].flatMap(sheet => {
    try {
      return [...sheet.cssRules]
    } catch {
      // A style sheet of somebody else, such as an extension's, is not ours to copy.
      return []
    }
  })
  return rules
    .filter(rule => !(rule instanceof CSSFontFaceRule) && !/monaco|codicon/.test(rule.cssText.slice(0, 200)))
    .map(rule => rule.cssText)
    .join("\n")
    .replaceAll("</", "<\\/")
}
