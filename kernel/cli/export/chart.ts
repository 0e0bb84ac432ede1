import { mimeTypes } from "../../contracts/mimetypes.ts"

/** A Vega-Lite chart as SVG, drawn without a page: its data must be in it, nothing is loaded, no expression is compiled. Undefined where it cannot be drawn. */
export async function chartOf(data: Record<string, unknown>): Promise<string | undefined> {
  const spec = data[mimeTypes.vegaLite6] ?? data[mimeTypes.vegaLite5]
  if (typeof spec !== "object" || spec === null) return undefined
  try {
    const [lite, vega, { expressionInterpreter }] = await Promise.all([
      import("vega-lite"),
      import("vega"),
      import("vega-interpreter"),
    ])
    const loader = vega.loader()
    loader.load = () => Promise.reject(new Error("nothing is loaded"))
    const given = spec as Parameters<typeof lite.compile>[0]
    const width = "width" in given && given.width === "container" ? { ...given, width: 640 } : given
    const { spec: compiled } = lite.compile(width as typeof given, { logger: vega.logger(vega.None) })
    const runtime = vega.parse(compiled, undefined, { ast: true })
    const view = new vega.View(runtime, { renderer: "none", loader, expr: expressionInterpreter, logLevel: vega.None })
    return await view.toSVG()
  } catch {
    return undefined
  }
}
