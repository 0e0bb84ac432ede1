/**
 * What other layers use of serving, light to load: the client, and deployments on this machine. The server itself, with the learning layer
 * behind it, is in server.ts.
 */
export { type ConnectOptions, connect, type RemoteModel, type ServedPrediction } from "./client.ts"
export { deployLocal, type LocalDeployment, listDeployments, stopDeployment } from "./local.ts"
export type { RunningServer, ServerOptions } from "./server.ts"
