export type { DisplayHandle } from "./display.ts"
export type { Answer } from "./input.ts"
export type { VirtualModules } from "./modules.ts"
export * from "./protocol.ts"
