import { balancedAccuracy, kappa, mcc } from "./agreement.ts"
import { bootstrap } from "./bootstrap.ts"
import { boxIou, cocoThresholds, detection } from "./boxes.ts"
import { calibration } from "./calibration.ts"
import type { Numbers } from "./input.ts"
import { dice, iou } from "./masks.ts"
import { regression } from "./numbers.ts"
import { averagePrecision, precisionRecallCurve } from "./precision-recall.ts"
import { brier, logLoss, topK } from "./probabilities.ts"
import { meanAveragePrecision, meanReciprocalRank, ndcg, precisionAt, recallAt } from "./ranking.ts"
import { rocAuc, rocCurve } from "./roc.ts"
import { type Averages, scoresOf } from "./scores.ts"
import { confusion, type TallyOptions, tally } from "./tally.ts"

/** Accuracy, and precision, recall and F1 by class and averaged, of class indices. */
const scores = (actual: Numbers, predicted: Numbers, options: TallyOptions = {}): Averages =>
  scoresOf(tally(actual, predicted, options))

/**
 * Figures of predictions that were made anywhere, from plain arrays: what is true first, then what was predicted. Those
 * that scikit-learn has agree with it to 1e-9. Bad input throws DATA_INVALID or SHAPE_MISMATCH and names the place.
 */
export const metrics = {
  scores,
  confusion,
  kappa,
  mcc,
  balancedAccuracy,
  rocAuc,
  rocCurve,
  averagePrecision,
  precisionRecallCurve,
  logLoss,
  brier,
  topK,
  calibration,
  regression,
  ndcg,
  meanAveragePrecision,
  meanReciprocalRank,
  recallAt,
  precisionAt,
  iou,
  dice,
  boxIou,
  detection,
  cocoThresholds,
  bootstrap,
} as const
