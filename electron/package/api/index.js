// Stands in a package for the link that npm makes of the workspace: Node runs no TypeScript that lies below node_modules.
export * from "../../../kernel/plugin-api/index.ts"
