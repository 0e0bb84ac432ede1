import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react"

/** How far from the view an output is still drawn, in pixels. */
const margin = 1200

type Heard = (near: boolean) => void
const heard = new WeakMap<Element, Heard>()
let observer: IntersectionObserver | undefined

function observe(node: Element, listener: Heard): () => void {
  observer ??= new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) heard.get(target)?.(isIntersecting)
    },
    { rootMargin: `${margin}px 0px` },
  )
  heard.set(node, listener)
  observer.observe(node)
  return () => observer?.unobserve(node)
}

/** Heights of outputs that were drawn once: their place is kept while they are not. */
const heights = new WeakMap<object, number>()

/** Draws what is near the view, and keeps the place of the rest. `of` is what is drawn, to know its height again. */
export function Lazy({ of, estimate, children }: { of: object; estimate: number; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => observe(place.current!, setNear), [])
  useLayoutEffect(() => {
    if (!near) return
    const node = place.current!
    const measure = new ResizeObserver(() => {
      if (node.offsetHeight > 0) heights.set(of, node.offsetHeight)
    })
    measure.observe(node)
    return () => measure.disconnect()
  }, [near, of])
  return (
    <div ref={place} style={near ? undefined : { height: heights.get(of) ?? estimate }}>
      {near && children}
    </div>
  )
}
