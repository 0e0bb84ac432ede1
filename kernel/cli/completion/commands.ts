import type { Command } from "commander"

const setup = `
Set it up:
  bash  echo 'eval "$(kaon completion bash)"' >> ~/.bashrc
  zsh   echo 'eval "$(kaon completion zsh)"' >> ~/.zshrc
  fish  kaon completion fish > ~/.config/fish/completions/kaon.fish`

/** `kaon completion`, and what its scripts ask. */
export function completionCommands(program: Command): void {
  program
    .command("completion")
    .description("print what a shell reads to complete kaon's verbs and flags")
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText("after", setup)
    .action(async shell => void process.stdout.write((await import("./scripts.ts")).scriptFor(shell)))
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async words => {
      const found = (await import("./candidates.ts")).candidates(program, words)
      process.stdout.write(found.map(name => `${name}\n`).join(""))
    })
}
