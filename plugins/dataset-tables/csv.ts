const value = /(?:"((?:[^"]|"")*)"|([^,]*)),/gy

/** The values of each line: between commas, in quotes where they hold commas or quotes, which are then doubled. */
export const linesOf = (text: string): string[][] => text.trimEnd().split("\n").map(valuesOf)

const valuesOf = (line: string): string[] =>
  // A line without quotes, as nearly all are, needs no pattern.
  line.includes('"')
    ? Array.from(`${line},`.matchAll(value), ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "")
    : line.split(",")
