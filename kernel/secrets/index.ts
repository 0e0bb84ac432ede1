export { Mask } from "./mask.ts"
export { type Secrets, secretsFor } from "./resolve.ts"
export { SecretStore } from "./store.ts"
