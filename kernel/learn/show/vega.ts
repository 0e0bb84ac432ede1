import { mimeTypes } from "../../contracts/mimetypes.ts"

export type VegaLiteSpec = Record<string, unknown>

/** A Vega-Lite chart for readers of version 5 and of version 6, and what it says in plain text. */
export function vegaBundle(spec: VegaLiteSpec, text: string) {
  const of = (version: number) => ({ $schema: `https://vega.github.io/schema/vega-lite/v${version}.json`, ...spec })
  return { [mimeTypes.vegaLite6]: of(6), [mimeTypes.vegaLite5]: of(5), "text/plain": text }
}
