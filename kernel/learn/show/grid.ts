import { dataUri, type Picture } from "./png.ts"

export interface Tile {
  picture: Picture
  /** Lines under the picture. */
  captions: readonly string[]
  /** Marked by sign and colour, where it is a prediction. */
  right?: boolean
}

const gap = 10
const lineHeight = 14
const colours = { true: "#1a7f37", false: "#cf222e" } as const
const ink = "#1f2328"

/** On a dark page the ground is the page's own and the letters are light; where a viewer knows no schemes, the attributes hold. */
const looks = `<style>.kaon-ground{fill:light-dark(#ffffff,transparent)}.kaon-ink{fill:light-dark(${ink},#e7e8ec)}\
.kaon-true{fill:light-dark(${colours.true},#4ac26b)}.kaon-false{fill:light-dark(${colours.false},#ff7b72)}</style>`
const signs = { true: "✓", false: "✗" } as const

/** Pictures in rows, `side` pixels each, with their captions under them, as an SVG that needs nothing else. */
export function svgGrid(
  tiles: readonly Tile[],
  columns = Math.min(10, Math.ceil(Math.sqrt(tiles.length))),
  side = 72,
): string {
  const lines = Math.max(0, ...tiles.map(tile => tile.captions.length))
  const cellHeight = side + lines * lineHeight + gap
  const width = Math.max(columns, 1) * (side + gap) + gap
  const height = Math.ceil(tiles.length / Math.max(columns, 1)) * cellHeight + gap
  const body = tiles.map((tile, i) => {
    const x = gap + (i % columns) * (side + gap)
    const y = gap + Math.floor(i / columns) * cellHeight
    return svgTile(tile, x, y, side)
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"`,
    ` font-family="system-ui, sans-serif" font-size="11" text-anchor="middle">`,
    `${looks}<rect class="kaon-ground" width="100%" height="100%" fill="#ffffff"/>${body.join("")}</svg>`,
  ].join("")
}

function svgTile({ picture, captions, right }: Tile, x: number, y: number, side: number): string {
  const colour = right === undefined ? ink : colours[`${right}`]
  const look = `kaon-${right ?? "ink"}`
  const label = escaped(captions.join(", "))
  const frame = right === undefined ? "#d0d7de" : colour
  const lines = captions.map((caption, i) => {
    const sign = i === captions.length - 1 && right !== undefined ? `${signs[`${right}`]} ` : ""
    return `<text class="${look}" x="${x + side / 2}" y="${y + side + (i + 1) * lineHeight}" fill="${colour}">${sign}${escaped(caption)}</text>`
  })
  return [
    `<image x="${x}" y="${y}" width="${side}" height="${side}" style="image-rendering:pixelated" href="${dataUri(picture)}">`,
    `<title>${label}</title></image>`,
    `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="none" stroke="${frame}"/>${lines.join("")}`,
  ].join("")
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => entities[sign]!)
