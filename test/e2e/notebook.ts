/** A notebook of cells: a text is code, an object is a cell's fields. */
export const notebook = (...cells: (string | Record<string, unknown>)[]) => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "kaon", display_name: "TypeScript (Kaon)", language: "typescript" } },
  cells: cells.map((cell, index) => {
    const fields = typeof cell === "string" ? { source: cell } : cell
    const code = (fields as { cell_type?: string }).cell_type === undefined
    return {
      id: `c${index + 1}`,
      cell_type: "code",
      metadata: {},
      ...(code && { outputs: [], execution_count: null }),
      ...fields,
    }
  }),
})
