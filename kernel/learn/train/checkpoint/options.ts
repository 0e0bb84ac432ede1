export interface CheckpointOptions {
  /** Where they are kept; `.kaon/checkpoints/<cell or dataset name>` beside the notebook without one. */
  folder?: string
  /** Write after so many epochs; 1 without one. */
  everyEpochs?: number
  /** Write also within an epoch, when so many seconds have passed since the last time; 60 without one. */
  everySeconds?: number
  /** Go on from a training of the same data, model and options that did not come to its end; true unless said otherwise. */
  resume?: boolean
}
