export { type Host, type HostOptions, startHost } from "./host.ts"
export { type RunningHost, runningHost } from "./running.ts"
