/** So many cells, each of which uses the one before it and one far above. */
export const chainOf = (count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    i === 0
      ? "const step0 = 1"
      : `// step ${i} of ${count}\nconst step${i} = [step${i - 1}, step${Math.floor(i / 2)}].map(x => x + ${i % 7}).reduce((a, b) => Math.max(a, b))`,
  )
