import type { Instant } from '../base/instant.ts';
import type { InstallRule } from '../kit/manifest.ts';
import type { Verdict } from './blocker.ts';
import { blocked, open } from './blocker.ts';
import { instantOfLocal, localAsText } from './zoned-time.ts';

type Schedule = Extract<InstallRule, { kind: 'scheduled' }>;

/** The instant at which a scheduled patch may start, in its own zone or else the site's; null: it cannot be read. */
export function instantOfSchedule({ at, timezone }: Schedule, siteZone: string): Instant | null {
  return instantOfLocal(at, timezone ?? siteZone);
}

/** Whether a scheduled patch's time has come. */
export function scheduleVerdict(now: Instant, schedule: Schedule, siteZone: string): Verdict {
  const start = instantOfSchedule(schedule, siteZone);
  if (start === null) {
    const zone = schedule.timezone ?? siteZone;
    return blocked({
      reason: 'NotYet',
      message: `Its date ${schedule.at} in zone ${zone} cannot be read, so it never comes by itself.`,
      who: 'publisher',
    });
  }
  return startVerdict(now, start, siteZone);
}

/** Whether the time of a start has come. */
export function startVerdict(now: Instant, start: Instant, siteZone: string): Verdict {
  if (start <= now) return open();
  return blocked({
    reason: 'NotYet',
    message: `Scheduled for ${localAsText(start, siteZone)}.`,
    until: start,
  });
}
