import { bytesIn, textIn } from "../../protobuf/read.ts"

/** Operations of TensorFlow that read or write files or run Python: no model needs them to predict. */
const refused =
  /^(ReadFile|WriteFile|MatchingFiles|WholeFileReader(V2)?|PyFunc(Stateless)?|EagerPyFunc|(TextLine|TFRecord|FixedLengthRecord|Sql)Dataset(V2)?|TextLineReader(V2)?|TFRecordReader(V2)?|FixedLengthRecordReader(V2)?|DebugIdentity(V[23])?|DebugNanCount|DebugNumericSummary(V2)?|Rpc.*|DistributedSave|SaveDataset(V2)?|LoadDataset|AudioSummary.*Writer|CreateSummary(File|Db)Writer)$/

/**
 * The first operation of a SavedModel that reaches beyond its numbers; undefined where there is none. SavedModel: meta_graphs
 * 2; MetaGraphDef: graph_def 2; GraphDef: node 1, library 2; its functions 1: node_def 3; NodeDef: op 2. Restoring variables is
 * left to TensorFlow, which reads them from the model's own folder.
 */
export function reachingOperation(savedModel: Uint8Array): string | undefined {
  for (const metaGraph of bytesIn(savedModel, 2)) {
    for (const graph of bytesIn(metaGraph, 2)) {
      const inFunctions = bytesIn(graph, 2).flatMap(library => bytesIn(library, 1).flatMap(f => bytesIn(f, 3)))
      const found = [...bytesIn(graph, 1), ...inFunctions]
        .map(node => textIn(node, 2) ?? "")
        .find(op => refused.test(op))
      if (found !== undefined) return found
    }
  }
  return undefined
}
