import { z } from "zod"

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
export type Rectangle = z.infer<typeof rectangle>

/** Where a window was, and how. */
export const windowStateSchema = z.object({ bounds: rectangle, maximized: z.boolean() })
export type WindowState = z.infer<typeof windowStateSchema>

const usual = { width: 1360, height: 900 }
const least = { width: 420, height: 320 }

const overlap = (a: Rectangle, b: Rectangle): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y))

/**
 * Where a window opens: where it was, moved and cut so that all of it is on the screen that showed most of it; in the middle of the
 * first screen where it never was, or where its screen is gone.
 */
export function placed(state: WindowState | undefined, screens: readonly Rectangle[]): Rectangle {
  const [first = { x: 0, y: 0, ...usual }] = screens
  const seen = state === undefined ? [] : screens.filter(screen => overlap(state.bounds, screen) > 0)
  if (state === undefined || seen.length === 0) {
    const width = Math.min(usual.width, first.width)
    const height = Math.min(usual.height, first.height)
    return {
      x: first.x + Math.round((first.width - width) / 2),
      y: first.y + Math.round((first.height - height) / 2),
      width,
      height,
    }
  }
  const screen = seen.reduce((best, other) =>
    overlap(state.bounds, other) > overlap(state.bounds, best) ? other : best,
  )
  const width = Math.max(least.width, Math.min(state.bounds.width, screen.width))
  const height = Math.max(least.height, Math.min(state.bounds.height, screen.height))
  return {
    x: Math.max(screen.x, Math.min(state.bounds.x, screen.x + screen.width - width)),
    y: Math.max(screen.y, Math.min(state.bounds.y, screen.y + screen.height - height)),
    width,
    height,
  }
}
