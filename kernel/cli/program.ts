import { Command, CommanderError, Option } from "commander"
import { exitStatus, KaonError } from "../contracts/errors.ts"
import { completionCommands } from "./completion/commands.ts"
import { gitCommands } from "./git/commands.ts"
import { problemText } from "./problem.ts"
import { scheduleCommands } from "./schedule/commands.ts"
import { terminalOf } from "./terminal.ts"
import { version } from "./version.ts"

/** The `kaon` command: runs the verb that the arguments name and gives the exit status. Never rejects. */
export async function kaon(args: readonly string[]): Promise<number> {
  try {
    if (args.length === 0) return await (await import("./app/verb.ts")).appVerb(undefined)
    let status = 0
    await commands(code => {
      status = code
    }).parseAsync(args, { from: "user" })
    return status
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2
    return report(cause)
  }
}

function report(cause: unknown): number {
  const terminal = terminalOf(process.stderr)
  if (cause instanceof KaonError) {
    const { code, message, fix, place = {} } = cause
    terminal.write(problemText(terminal, { code, message, fix, ...place }))
  } else {
    terminal.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`)
  }
  return exitStatus(cause)
}

const collect = (value: string, before: string[]) => [...before, value]

/** The verbs as they describe themselves; nothing is done. */
export const commandsForHelp = (): Command => commands(() => {})

/** The verbs. Each loads its own code when it is called. */
function commands(done: (status: number) => void): Command {
  const program = new Command("kaon")
    .description("Notebooks and pipelines for machine learning in TypeScript.\nWithout a command: open the app.")
    .version(version(), "-V, --version")
    .exitOverride()
    .showHelpAfterError("(kaon --help shows the commands)")
    .addHelpText("after", "\nExit status: 0 done, 1 failed, 2 usage, 3 gate not met, 130 interrupted.")

  program
    .command("run")
    .description("run a notebook or script from top to bottom")
    .argument("[notebook]", "an .ipynb notebook, or a .ts script in percent format")
    .option("-p, --param <name=value>", "value of a parameter (JSON, else text); repeatable", collect, [])
    .option("-o, --output <file>", "write the notebook with its outputs there")
    .option("--json", "print the run's events as NDJSON", false)
    .option("--kernel <name>", "kernel to use instead of the notebook's own")
    .option("--timeout <time>", "time limit of each step, such as 90 or 10m; a header's --timeout goes before it")
    .option("--retries <count>", "how often a step that fails is tried again; a header's --retries goes before it")
    .option("--from <step>", "run this step (its number or title, such as train) and what follows from it")
    .option("--only <step>", "run this step alone, with what it needs from the cache; repeatable", collect, [])
    .option(
      "--resume [run]",
      "go on with a run that did not come to its end: the latest one, or the one of this id or number",
    )
    .option("--no-cache", "run every step, and keep nothing")
    .option("--hold", "stay until Ctrl-C, then stop the services that it started", false)
    .addOption(new Option("--frozen <file>", "the copy of the notebook to run, of a schedule").hideHelp())
    .action(
      async (notebook, { param, output, json, kernel, timeout, retries, from, only, resume, cache, hold, frozen }) => {
        const { runVerb } = await import("./run/verb.ts")
        done(
          await runVerb(notebook, {
            param,
            output,
            json,
            kernel,
            timeout,
            retries,
            from,
            only,
            resume,
            cache,
            hold,
            frozen,
          }),
        )
      },
    )

  program
    .command("plan")
    .description("tell what a run of a notebook would do, and why; nothing runs")
    .argument("<notebook>", "an .ipynb notebook, or a .ts script in percent format")
    .option("-p, --param <name=value>", "value of a parameter (JSON, else text); repeatable", collect, [])
    .option("--from <step>", "as of kaon run")
    .option("--only <step>", "as of kaon run; repeatable", collect, [])
    .option("--json", "print the plan as JSON", false)
    .action(async (notebook, { param, from, only, json }) => {
      done(await (await import("./run/plan.ts")).planVerb(notebook, { param, from, only, json }))
    })

  program
    .command("test")
    .description("run notebooks on their small fixtures and hold their contracts and gates; no run is recorded")
    .argument("[paths...]", "notebooks, and folders of them", ["."])
    .option("-p, --param <name=value>", "value of a parameter, rather than the one of kaon.test.params", collect, [])
    .option("--timeout <time>", "time limit of each step")
    .option("--no-cache", "run every step, and keep nothing")
    .option("--json", "print what came of each notebook as NDJSON", false)
    .action(async (paths, { param, timeout, cache, json }) => {
      done(await (await import("./test/verb.ts")).testVerb(paths, { param, timeout, cache, json }))
    })

  const runs = program.command("runs").description("the runs of a folder's notebooks, recorded in .kaon/runs")
  const folder = ["--folder <folder>", "the notebooks' folder", "."] as const
  runs
    .command("ls", { isDefault: true })
    .description("list them, the latest first")
    .argument("[notebook]", "those of this notebook alone")
    .option(...folder)
    .option("-n, --number <count>", "at most so many")
    .option("--json", "print them as JSON", false)
    .action(async (notebook, options) => (await import("./runs/list.ts")).listVerb(notebook, options))
  runs
    .command("show")
    .description("tell all that is known of a run")
    .argument("[run]", "its id or number", "last")
    .option(...folder)
    .option("--json", "print it as JSON", false)
    .action(async (run, options) => (await import("./runs/show.ts")).showVerb(run, options))
  runs
    .command("compare")
    .description("tell what is not the same in two or more runs")
    .argument("<runs...>", "their ids or numbers")
    .option(...folder)
    .option("--json", "print it as JSON", false)
    .action(async (named, options) => (await import("./runs/compare.ts")).compareVerb(named, options))
  runs
    .command("rm")
    .description("remove runs; what they alone referred to may then leave the cache")
    .argument("<runs...>", "their ids or numbers")
    .option(...folder)
    .action(async (named, options) => (await import("./runs/remove.ts")).removeVerb(named, options))

  program
    .command("new")
    .description("start a notebook of a template; without one, list them")
    .argument("[template]", "a template's name, such as forecast")
    .argument("[path]", "the new notebook (.ipynb, or .ts), or the folder to put it in")
    .option("--json", "print the list, or what was made, as JSON", false)
    .action(async (template, path, { json }) => (await import("./new.ts")).newVerb(template, path, json))

  const cache = program.command("cache").description("what runs keep beside their notebooks, in .kaon/store")
  cache
    .command("size", { isDefault: true })
    .description("say how much it is")
    .argument("[folder]", "the notebooks' folder", ".")
    .action(async folder => (await import("./cache.ts")).sizeVerb(folder))
  cache
    .command("trim")
    .description("take away what was not used for long, then the least used until the rest fits")
    .argument("[folder]", "the notebooks' folder", ".")
    .option("--days <number>", "what was not used for so many days")
    .option("--gigabytes <number>", "what the rest may take")
    .action(async (folder, { days, gigabytes }) => (await import("./cache.ts")).trimVerb(folder, { days, gigabytes }))
  cache
    .command("clear")
    .description("take away all of it; what it held is made again when it is needed")
    .argument("[folder]", "the notebooks' folder", ".")
    .action(async folder => (await import("./cache.ts")).clearVerb(folder))

  const secrets = program
    .command("secrets")
    .description("what notebooks use by name and nobody shall see: keys, tokens")
  const everywhere = ["--everywhere", "of all folders, not of one", false] as const
  secrets
    .command("ls", { isDefault: true })
    .description("list their names; values are never shown")
    .action(async () => (await import("./secrets.ts")).listVerb())
  secrets
    .command("set")
    .description("keep one, sealed; its value is asked for, or read from a pipe")
    .argument("<name>", "what cells call it: secrets.get(name)")
    .option(...folder)
    .option(...everywhere)
    .action(async (name, where) => (await import("./secrets.ts")).setVerb(name, where))
  secrets
    .command("rm")
    .description("forget one")
    .argument("<name>", "its name")
    .option(...folder)
    .option(...everywhere)
    .action(async (name, where) => (await import("./secrets.ts")).removeVerb(name, where))

  program
    .command("app")
    .description("open the app: in its own window where Electron is, else in the browser")
    .argument("[path]", "a folder or a notebook; the folder that was open last if not given")
    .option("--browser", "open it in the browser", false)
    .option("--no-open", "only print the address")
    .option("--keep", "leave the kernels running at the end", false)
    .addOption(new Option("--shell", "serve a window of the desktop app").hideHelp())
    .addOption(new Option("--home <folder>", "folder to begin with").hideHelp())
    .action(async (path, { browser, open, keep, shell, home }) => {
      const { appVerb } = await import("./app/verb.ts")
      done(await appVerb(path, { browser, open, keep, shell, home }))
    })

  program
    .command("serve")
    .description("serve a folder's notebooks on this machine, for browsers and Jupyter's clients")
    .argument("[folder]", "the folder", ".")
    .option("--port <number>", "port on loopback; a free one if not given")
    .option("--token <text>", "token that clients must show; a random one if not given")
    .option("--keep <hours>", "how long an idle kernel runs on without a host (default: 12)")
    .action(async (folder, { port, token, keep }) =>
      (await import("./serve.ts")).serveVerb(folder, { port, token, keep }),
    )

  const kernel = program.command("kernel").description("make Kaon's kernel known to Jupyter clients")
  kernel
    .command("install")
    .description("install the kernelspec (for this user, if nothing else is said)")
    .option("--user", "for this user")
    .option("--prefix <folder>", "under a prefix, such as a virtual environment")
    .option("--sys-prefix", "for the Python on PATH")
    .action(async options => (await import("./kernel/install.ts")).installVerb(options))
  kernel
    .command("uninstall")
    .description("remove the kernelspec")
    .option("--user", "of this user")
    .option("--prefix <folder>", "under a prefix")
    .option("--sys-prefix", "of the Python on PATH")
    .action(async options => (await import("./kernel/install.ts")).uninstallVerb(options))
  kernel
    .command("spec")
    .description("print the kernelspec (kernel.json)")
    .action(async () => (await import("./kernel/install.ts")).specVerb())

  program
    .command("export")
    .description("write a notebook in another form, beside it")
    .argument("<notebook>", "an .ipynb notebook, or a .ts script in percent format")
    .option("--to <form>", "html, pdf, ts (percent format), ipynb, script (a plain program) or md")
    .option("-o, --output <file>", "where to; - prints it")
    .addHelpText("after", "\nExample:\n  kaon export digits.ipynb --to html -o report.html")
    .action(async (notebook, { to, output }) => (await import("./export/verb.ts")).exportVerb(notebook, { to, output }))

  scheduleCommands(program, done)
  gitCommands(program, done)

  program
    .command("deployments")
    .description("list the services of this folder")
    .option("--json", "print them as JSON", false)
    .action(async ({ json }) => (await import("./deployments.ts")).deploymentsVerb(json))
  program
    .command("stop")
    .description("stop a service")
    .argument("<name>", "name of the deployment")
    .action(async name => (await import("./deployments.ts")).stopVerb(name))
  program
    .command("setup")
    .description("bring TensorFlow's own library, for training and serving at full speed, or ONNX Runtime")
    .argument("<what>", "native: for the processor; gpu: for NVIDIA's GPUs too; onnx: to run ONNX models")
    .option("--remove", "remove it again", false)
    .option("--plan", "only say what would be downloaded, and where to", false)
    .option("--force", "install it again", false)
    .action(async (what, { remove, plan, force }) =>
      (await import("./setup.ts")).setupVerb(what, { remove, plan, force }),
    )
  program
    .command("doctor")
    .description("check this installation")
    .option("--json", "print the findings as JSON", false)
    .action(async ({ json }) => done(await (await import("./doctor.ts")).doctorVerb(json)))
  completionCommands(program)
  return program
}
