import type { AppCode } from './index.ts';

export const hermes: AppCode = {
  /**
   * As the gateway itself computes it: a drain, then the running cron jobs, then time to close; a SIGKILL before that
   * leaves a stale lock (NousResearch/hermes-agent #31981, #94759).
   */
  stopTimeout({ drain = 0, cron = 0 }) {
    const work = Math.max(drain, cron > 0 ? cron + 10 : 0) + 30;
    return Math.trunc(Math.max(60, work, drain + 60 + 10));
  },
};
