/** What a plugin may see of Kaon: the public contracts, and nothing else. */
export * from "../contracts/dataset.ts"
export { KaonError } from "../contracts/errors.ts"
export * from "../contracts/plugin.ts"
