import type { Command } from "commander"

/** `kaon git …`: what makes git read and merge notebooks by cell. */
export function gitCommands(program: Command, done: (status: number) => void): void {
  const group = program.command("git").description("make git show and merge notebooks by cell")
  group
    .command("install")
    .description("install the diff and the merge driver for .ipynb (in this repository, if nothing else is said)")
    .option("--local", "in this repository: its settings and its .gitattributes")
    .option("--global", "in all repositories of this user")
    .option("--outputs <detail>", "what differences show of outputs: none, summary or full", "summary")
    .action(async ({ local, global, outputs }) =>
      (await import("./install.ts")).installVerb({ local, global, outputs }),
    )
  group
    .command("uninstall")
    .description("remove them again")
    .option("--local", "of this repository")
    .option("--global", "of this user")
    .action(async ({ local, global }) => (await import("./install.ts")).uninstallVerb({ local, global }))
  group
    .command("status")
    .description("say whether git uses them here")
    .option("--json", "print it as JSON", false)
    .action(async ({ json }) => done(await (await import("./install.ts")).statusVerb(json)))
  group
    .command("show")
    .description("print a notebook as text to be read, as git's differences have it")
    .argument("<notebook>", "an .ipynb notebook")
    .option("--outputs <detail>", "none, summary or full", "summary")
    .action(async (file, { outputs }) => (await import("./show.ts")).showVerb(file, outputs))
  group
    .command("merge")
    .description("merge two versions of a notebook by cell, into the file of ours (git's merge driver)")
    .argument("<base>", "what both began with; an empty file where there is none")
    .argument("<ours>", "our version; the result takes its place")
    .argument("<theirs>", "their version")
    .argument("[path]", "what messages call the notebook")
    .option("--marker-size <number>", "length of the conflict markers")
    .option("--base-label <text>", "name of the base in conflicts")
    .option("--ours-label <text>", "name of our version")
    .option("--theirs-label <text>", "name of their version")
    .action(async (base, ours, theirs, path, flags) =>
      done(await (await import("./merge.ts")).mergeVerb({ base, ours, theirs }, { path, ...flags })),
    )
  group
    .command("difftool")
    .description("show the difference of two notebooks (for git difftool -t kaon)")
    .argument("<before>", "a notebook")
    .argument("<after>", "another version of it")
    .argument("[path]", "what it is called")
    .option("--outputs <detail>", "none, summary or full", "summary")
    .action(async (before, after, path, { outputs }) =>
      (await import("./tools.ts")).difftoolVerb(before, after, path, outputs),
    )
  group
    .command("mergetool")
    .description("merge by cell and ask about each conflict (for git mergetool -t kaon)")
    .argument("<base>", "what both began with")
    .argument("<local>", "our version")
    .argument("<remote>", "their version")
    .argument("<merged>", "where the result goes")
    .action(async (base, local, remote, merged) =>
      done(await (await import("./tools.ts")).mergetoolVerb({ base, local, remote, merged })),
    )
}
