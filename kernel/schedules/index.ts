export { claim } from "./claim.ts"
export {
  folderOf,
  readSchedules,
  readState,
  removeSchedule,
  schedulesFolder,
  theSchedule,
  writeSchedule,
  writeState,
} from "./files.ts"
export { type Entry, type Frozen, frozenSchema, missedPolicies, type Schedule, scheduleSchema } from "./schedule.ts"
export { Scheduler, type SchedulerOptions } from "./scheduler.ts"
export { startRun } from "./start.ts"
export { checkTiming, decide, nextTime } from "./times.ts"
