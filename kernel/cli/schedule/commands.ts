import type { Command } from "commander"

const collect = (value: string, before: string[]) => [...before, value]
const folder = ["--folder <folder>", "the folder whose schedules are meant", "."] as const

/** `kaon schedule …`: notebooks that run by themselves at their times. */
export function scheduleCommands(program: Command, done: (status: number) => void): void {
  const group = program.command("schedule").description("run notebooks at set times, as they are now")
  group
    .command("add")
    .description(
      "freeze a notebook and run it at set times, while a host of the folder or kaon schedule serve is there",
    )
    .argument("<notebook>", "an .ipynb notebook, or a .ts script in percent format")
    .requiredOption("--cron <expression>", 'minute, hour, day, month, weekday, such as "0 6 * * *"')
    .option("--tz <zone>", "time zone of the expression, such as Europe/Berlin; this computer's if not given")
    .option("-p, --param <name=value>", "value of a parameter, as of kaon run; repeatable", collect, [])
    .option("--missed <policy>", "a time that passed unseen: once runs it late, skip leaves it out", "once")
    .option("--name <name>", "what the schedule is called; the notebook's name if not given")
    .option(...folder)
    .addHelpText(
      "after",
      '\nExample:\n  kaon schedule add forecast.ipynb --cron "0 6 * * 1-5" --tz Europe/Berlin -p days=7',
    )
    .action(async (notebook, { cron, tz, param, missed, name, folder: of }) =>
      (await import("./verbs.ts")).addVerb(notebook, { cron, tz, param, missed, name, folder: of }),
    )
  group
    .command("ls", { isDefault: true })
    .description("list the schedules, with their next time and what came of the last")
    .option(...folder)
    .option("--json", "print them with their history as JSON", false)
    .action(async options => (await import("./verbs.ts")).listVerb(options))
  const named = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .argument("<schedule>", "its name")
      .option(...folder)
  named("rm", "remove a schedule; its runs stay").action(async (id, options) =>
    (await import("./verbs.ts")).removeVerb(id, options),
  )
  named("run-now", "run what a schedule would run, at once").action(async (id, options) =>
    done(await (await import("./verbs.ts")).runNowVerb(id, options)),
  )
  named("pause", "let its times pass").action(async (id, options) =>
    (await import("./verbs.ts")).pauseVerb(id, true, options),
  )
  named("resume", "go on with it, from the next time on").action(async (id, options) =>
    (await import("./verbs.ts")).pauseVerb(id, false, options),
  )
  named("refresh", "freeze its notebook as it is now").action(async (id, options) =>
    (await import("./verbs.ts")).refreshVerb(id, options),
  )
  group
    .command("serve")
    .description("run the schedules of a folder until Ctrl-C, without a host")
    .option(...folder)
    .option("--json", "print what came of each time as NDJSON", false)
    .action(async options => (await import("./serve.ts")).serveVerb(options))
}
