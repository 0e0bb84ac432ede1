/** The comm target of our extensions of the protocol. Apart from their schemas, so that whoever needs the name does not load zod. */
export const extensionTarget = "kaon.v1"
