/** The channel of `node:diagnostics_channel` on which a thread says what it has loaded to compute tensors: messages are `Loaded`. */
export const computingChannel = "kaon.computing"
