import { fileURLToPath } from "node:url"
import type { OutputDetail } from "../../notebook/reading/outputs.ts"

/** The program that git calls. */
export interface Program {
  node: string
  main: string
}

export const ownProgram = (): Program => ({
  node: process.execPath,
  main: fileURLToPath(new URL("../main.ts", import.meta.url)),
})

/** A word for the shell that git runs drivers in, on every system. */
const quoted = (word: string): string => `'${word.replaceAll("\\", "/").replaceAll("'", `'\\''`)}'`

/** Where Kaon is not there any more, git does as it would without it: a clone that moved must neither fail nor lose a side. */
const orElse = ({ node, main }: Program, verb: string, otherwise: string): string => {
  const [program, file] = [quoted(node), quoted(main)]
  return `if test -x ${program} && test -f ${file}; then ${program} ${file} git ${verb}; else ${otherwise}; fi`
}

/** git's settings for notebooks, by name. Nobody's choice of a tool is changed: the tools are there to be named. */
export const settingsOf = (program: Program, outputs: OutputDetail): Record<string, string> => ({
  "diff.kaon.textconv": `f() { ${orElse(program, `show --outputs ${outputs} -- "$1"`, 'cat "$1"')}; }; f`,
  "diff.kaon.xfuncname": "^(%%.*|(//|#) %%.*)$",
  "merge.kaon.name": "notebooks by cell (Kaon)",
  "merge.kaon.driver": orElse(
    program,
    "merge --marker-size %L --base-label %S --ours-label %X --theirs-label %Y -- %O %A %B %P",
    "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B",
  ),
  "difftool.kaon.cmd": orElse(
    program,
    `difftool --outputs ${outputs} -- "$LOCAL" "$REMOTE" "$MERGED"`,
    'diff -u "$LOCAL" "$REMOTE"',
  ),
  "mergetool.kaon.cmd": orElse(program, 'mergetool -- "$BASE" "$LOCAL" "$REMOTE" "$MERGED"', "exit 1"),
  "mergetool.kaon.trustExitCode": "true",
})

/** The sections that hold them. */
export const sections = ["diff.kaon", "merge.kaon", "difftool.kaon", "mergetool.kaon"] as const
