import type { Ask, News, ShellBridge, Tell } from "../../../kernel/contracts/shell/channels.ts"
import {
  type Answer,
  askSchemas,
  type NewsOf,
  newsSchemas,
  type Request,
  type Told,
} from "../../../kernel/contracts/shell/messages.ts"

declare global {
  interface Window {
    /** Put there by the desktop shell's preload; not in a browser. */
    readonly kaon?: ShellBridge
  }
}

/** The desktop shell, each message checked. */
export interface Shell {
  ask<A extends Ask>(name: A, request: Request<A>): Promise<Answer<A>>
  tell<T extends Tell>(name: T, message: Told<T>): void
  on<N extends News>(name: N, listener: (message: NewsOf<N>) => void): () => void
}

export const shellOf = (bridge: ShellBridge): Shell => ({
  async ask<A extends Ask>(name: A, request: Request<A>) {
    return askSchemas[name].answer.parse(await bridge.ask[name](request)) as Answer<A>
  },
  tell: (name, message) => bridge.tell[name](message),
  on<N extends News>(name: N, listener: (message: NewsOf<N>) => void) {
    return bridge.on[name](raw => {
      const message = newsSchemas[name].safeParse(raw)
      if (message.success) listener(message.data as NewsOf<N>)
    })
  },
})

const bridge = typeof window === "undefined" ? undefined : window.kaon

/** The desktop shell that this page runs in; undefined in a browser. */
export const desktop: Shell | undefined = bridge === undefined ? undefined : shellOf(bridge)
