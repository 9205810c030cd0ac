import type { Instant } from '../base/instant.ts';
import type { Hold } from '../desired/desired-state.ts';
import type { Verdict } from './blocker.ts';
import { blocked, earliest, open } from './blocker.ts';
import { localAsText } from './zoned-time.ts';

/** Who says what nobody said: the program itself. */
export const theProgram = 'patchfleet';

/** Whether one of these holds, all of the site or all of one patch there, has not ended. */
export function holdVerdict(
  now: Instant,
  holds: readonly Hold[],
  { reason, zone }: { readonly reason: 'Suspended' | 'OnHold'; readonly zone: string },
): Verdict {
  const present = holds.filter(({ until }) => until === null || until > now).toSorted(lastingLongest);
  const [longest] = present;
  if (longest === undefined) return open();
  const { who, why, until } = longest;
  const what = reason === 'Suspended' ? 'This site is suspended' : 'On hold here';
  const end = `until ${until === null ? `${whoResumes(who)} resumes it` : localAsText(until, zone)}`;
  return blocked(
    { reason, message: `${what} by ${who} ${end}: ${why}`, until, who },
    earliest(present.map((hold) => hold.until)),
  );
}

function whoResumes(who: string): string {
  return who === theProgram ? 'an operator' : `${who} or another operator`;
}

function lastingLongest(a: Hold, b: Hold): number {
  const [endA, endB] = [a.until ?? Number.POSITIVE_INFINITY, b.until ?? Number.POSITIVE_INFINITY];
  if (endA !== endB) return endA > endB ? -1 : 1;
  return a.at - b.at || (`${a.who} ${a.why}` < `${b.who} ${b.why}` ? -1 : 1);
}
