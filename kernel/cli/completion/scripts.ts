import { KaonError } from "../../contracts/errors.ts"

const asked = "kaon complete --"

/** What a shell reads to complete `kaon`: verbs and flags by asking `kaon` itself, files by itself. */
const scripts: Record<string, string> = {
  bash: `_kaon() {
  local IFS=$'\\n'
  COMPREPLY=($(${asked} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _kaon kaon
`,
  zsh: `#compdef kaon
_kaon() {
  local -a found
  found=("\${(@f)$(${asked} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  [[ -n "$found[1]" ]] && compadd -a found || _files
}
compdef _kaon kaon
`,
  fish: `complete -c kaon -a '(${asked} (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
}

/** Throws USAGE for a shell that is not known. */
export function scriptFor(shell: string): string {
  const found = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
  if (found !== undefined) return found
  throw new KaonError("USAGE", `There is no completion for ${shell}.`, {
    fix: `Write one of ${Object.keys(scripts).join(", ")}.`,
  })
}
