import type { Graph } from "./graph.ts"

/** Groups of cells that need one another, each in notebook order (Tarjan's algorithm without recursion). */
export function cycles({ cells, dependencies, index }: Graph): string[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const groups: string[][] = []
  const enter = (id: string): { id: string; needs: readonly string[]; next: number } => {
    order.set(id, order.size)
    low.set(id, order.get(id)!)
    open.push(id)
    isOpen.add(id)
    return { id, needs: dependencies(id), next: 0 }
  }
  for (const { id: root } of cells) {
    if (order.has(root)) continue
    const path = [enter(root)]
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const need = frame.needs[frame.next++]
      if (need !== undefined) {
        if (!order.has(need)) path.push(enter(need))
        else if (isOpen.has(need)) low.set(frame.id, Math.min(low.get(frame.id)!, order.get(need)!))
        continue
      }
      path.pop()
      const above = path.at(-1)
      if (above) low.set(above.id, Math.min(low.get(above.id)!, low.get(frame.id)!))
      if (low.get(frame.id) !== order.get(frame.id)) continue
      const group = open.splice(open.lastIndexOf(frame.id))
      for (const id of group) isOpen.delete(id)
      if (group.length > 1) groups.push(group.toSorted((a, b) => index(a) - index(b)))
    }
  }
  return groups
}
