import type { Loaded } from "../contracts/extension.ts"
import { channels, KernelSockets, type Message, type MessageHeader, readConnectionFile } from "../wire/index.ts"
import { Cells } from "./cells.ts"
import { CodeAnswers, type CodeRequest, isCompleteReply } from "./code.ts"
import { Comms, commHandlers } from "./comms.ts"
import { Debugging } from "./debugging.ts"
import { openHistory } from "./historyfile.ts"
import { kernelInfo } from "./info.ts"
import { MainInspector } from "./inspector.ts"
import { Interrupter } from "./interrupt.ts"
import { log } from "./log.ts"
import { MainLink } from "./mainlink.ts"
import { watchParent } from "./parent.ts"
import { none, Publisher } from "./publisher.ts"
import { type Content, refusal } from "./reply.ts"
import { codeRequest, historyRequest } from "./requests.ts"
import { CellRunner } from "./runner.ts"
import type { Shell } from "./shell.ts"
import { Shells } from "./subshells.ts"
import { traceback } from "./traceback.ts"
import { usage } from "./usage.ts"
import { warmUp } from "./warm.ts"
import type { WorkerData } from "./worker.ts"

type Handler = (message: Message) => Content | Promise<Content>

/** The worker's whole half of the kernel: sockets, protocol, order, answers. Resolves when the sockets are bound. */
export async function startKernel({ file, state, answers }: WorkerData): Promise<void> {
  const sockets = new KernelSockets(readConnectionFile(file))
  const publisher = new Publisher(sockets, characters => link.taken(characters))
  const cells = new Cells()
  const inspector = new MainInspector()
  const code = new CodeAnswers(cells, inspector, process.cwd())
  const history = openHistory()
  /** Looked for where somebody is there to be told: with the first front end that speaks `kaon.v1`. */
  let mutations: import("./mutations.ts").Mutations | undefined
  const nowhere: Partial<MessageHeader> = {}
  let stopping = false
  let loaded: Loaded | undefined

  const parentOf = (run: number): MessageHeader =>
    (runner.requestOf(run)?.header ?? comms.parentOf(run) ?? nowhere) as MessageHeader
  const link: MainLink = new MainLink(state, answers, {
    stream: ({ run, name, text }) => publisher.stream(parentOf(run), name, text),
    display: message => publisher.display(parentOf(message.run), message),
    clear: ({ run, wait }) => publisher.send("clear_output", parentOf(run), { wait }),
    late: ({ run, error }) => publisher.stream(parentOf(run), "stderr", `${traceback(error, cells).join("\n")}\n`),
    input: ({ run, prompt, password }) => {
      const parent = runner.requestOf(run)
      if (parent !== undefined) reply("stdin", parent, "input_request", { prompt, password })
    },
    exit: message => void leaveFromCode(message.code),
    comm: message => comms.send(message, parentOf(message.run)),
    handled: ({ run }) => comms.handled(run),
    secret: ({ said }) => publisher.mask.add(said.name, said.value),
    computes: message => {
      loaded = message.loaded
    },
  })
  const comms = new Comms({
    link,
    publisher,
    extension: async () => {
      const [{ createExtension }, { Mutations }] = await Promise.all([
        import("./extension/handlers.ts"),
        import("./mutations.ts"),
      ])
      mutations ??= new Mutations(cells, link)
      return createExtension({
        cells,
        mutations,
        code,
        inspector,
        link,
        keepBest: () => runner.keepBest(),
        loaded: () => loaded,
      })
    },
    extensionClosed: () => code.edit(undefined),
  })
  const silentHandlers = commHandlers(comms)
  const interrupter = new Interrupter(link, inspector)
  const debugging = new Debugging(cells, (event, parent) => publisher.send("debug_event", parent, event))

  function reply(
    channel: "shell" | "control" | "stdin",
    to: Message,
    type: string,
    content: Content,
    metadata: Content = none,
  ): void {
    sockets.send(channel, {
      identities: to.identities,
      header: publisher.headers.header(type),
      parent: to.header,
      ...publisher.mask.value({ metadata, content }),
      buffers: [],
    })
  }

  const runner: CellRunner = new CellRunner({
    cells,
    link,
    publisher,
    debugging,
    interrupter,
    reply,
    help: pageOf,
    ran: (count, source, output) =>
      setImmediate(() => {
        mutations?.ran()
        void history.store.then(store => store?.add(count, source, publisher.mask.value(output)))
      }),
  })

  /** Help as a page that the front end shows beside the notebook. */
  async function pageOf(help: CodeRequest): Promise<Content> {
    const { found, data } = (await code.inspect(help)) as { found: boolean; data: Record<string, string> }
    return {
      source: "page",
      data: found ? data : { "text/plain": `There is nothing to say of ${help.code}.` },
      start: 0,
    }
  }

  const shellHandlers: Record<string, Handler> = {
    kernel_info_request: () => kernelInfo,
    is_complete_request: message => isCompleteReply(codeRequest(message)),
    complete_request: message => code.complete(codeRequest(message)),
    inspect_request: message => code.inspect(codeRequest(message)),
    history_request: async message => ({
      status: "ok",
      history: (await history.open())?.find(historyRequest(message)) ?? [],
    }),
    comm_info_request: ({ content }) => comms.info(content.target_name),
    connect_request: () => {
      const connection = readConnectionFile(file)
      return {
        status: "ok",
        ...Object.fromEntries(channels.map(channel => [`${channel}_port`, connection[`${channel}_port`]])),
      }
    },
  }
  const controlHandlers: Record<string, Handler> = {
    ...shellHandlers,
    interrupt_request: async () => {
      await debugging.interrupt()
      if (!(await runner.interrupt()) && comms.handling) await inspector.terminate()
      comms.interrupted()
      return { status: "ok" }
    },
    usage_request: () => usage(),
    create_subshell_request: () => shells.create(),
    delete_subshell_request: ({ content }) => shells.delete(content.subshell_id),
    list_subshell_request: () => shells.list(),
    debug_request: message => debugging.request(message),
    shutdown_request: ({ content }) => ({ status: "ok", restart: content.restart === true }),
  }

  /** Any request between its busy and its idle. */
  async function answer(
    channel: "shell" | "control",
    message: Message,
    handlers: Record<string, Handler>,
    shell?: Shell,
  ): Promise<void> {
    const type = message.header.msg_type
    publisher.status("busy", message.header)
    if (type === "execute_request" && shell !== undefined) await runner.run(message, shell)
    else if (Object.hasOwn(silentHandlers, type) && shell !== undefined) await silentHandlers[type]!(message)
    else if (Object.hasOwn(handlers, type)) {
      const replyType = type.replace(/_request$/, "_reply")
      const content = await Promise.resolve(message).then(handlers[type]!).catch(refusal)
      reply(channel, message, replyType, content)
      if (type === "shutdown_request") publisher.send("shutdown_reply", message.header, content)
    }
    publisher.status("idle", message.header)
    // A front end that shows the latest state must see that a cell still runs.
    const busy = runner.busyWith(message)
    if (busy !== undefined) publisher.status("busy", busy.header)
    if (type === "shutdown_request") await leave(0)
  }

  const shells = new Shells((message, shell) => answer("shell", message, shellHandlers, shell))

  /** process.exit() in a cell: the client gets its answer, with the wish to leave, before the process ends. */
  async function leaveFromCode(status: number): Promise<void> {
    runner.settleAll()
    await new Promise(resolve => setImmediate(resolve))
    await leave(status)
  }

  async function leave(status: number): Promise<void> {
    if (stopping) return
    stopping = true
    // Whatever does not let go does not keep the process.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 2000)
    publisher.flush()
    debugging.close()
    comms.closeAll()
    await sockets.close()
    await Promise.all([history.open().then(store => store?.close()), code.close()])
    inspector.close()
    link.exit(status)
    // A main thread that is busy is stopped, so that it hears that it should leave.
    setTimeout(() => void inspector.terminate(), 50)
  }

  try {
    await sockets.bind()
  } catch (cause) {
    await sockets.close()
    throw cause
  }
  sockets.listen({
    shell: message => (stopping ? undefined : shells.receive(message)),
    control: message => (stopping ? undefined : void answer("control", message, controlHandlers)),
    stdin: ({ header, content }) => {
      if (header.msg_type === "input_reply")
        link.answer({ value: typeof content.value === "string" ? content.value : "" })
    },
    subscribed: topic =>
      publisher.send("iopub_welcome", nowhere, { subscription: Buffer.from(topic).toString() }, { topic }),
    dropped: (channel, why) => log(`a message on ${channel} was dropped: ${why}`),
  })
  watchParent(() => void leave(0))
  await link.ready
  publisher.status("starting", nowhere)
  inspector.warm()
  // The way that an interrupt takes is taken once before somebody waits for it; there is no run 0.
  void link.abort(0, 100)
  warmUp(() => runner.busyWith() === undefined)
}
