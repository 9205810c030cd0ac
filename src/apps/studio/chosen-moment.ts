import type { Instant } from '../../base/instant.ts';
import type { FleetSite, Freeze } from '../../desired/fleet.ts';
import type { InstallRule } from '../../kit/manifest.ts';
import type { Verdict } from '../../policy/blocker.ts';
import { freezeVerdict, frozenTimes } from '../../policy/freezes.ts';
import { instantOfSchedule } from '../../policy/schedule.ts';
import { windowVerdict } from '../../policy/windows.ts';
import { localAsText } from '../../policy/zoned-time.ts';

/** What a chosen moment means at sites that would see the same. */
interface ChosenMoment {
  readonly sites: readonly string[];
  /** For people, in the sites' zone. */
  readonly when: string;
  /** What stands against it then; empty: nothing of window and freeze. */
  readonly against: readonly string[];
}

/** What the date and time of a rule mean at each site: the plan's own windows and freezes, asked at that instant. */
export function chosenMoments(
  rule: Extract<InstallRule, { kind: 'scheduled' }>,
  sites: readonly FleetSite[],
  { freezes, now }: { readonly freezes: readonly Freeze[]; readonly now: Instant },
): readonly ChosenMoment[] {
  const found = new Map<string, ChosenMoment & { readonly sites: string[] }>();
  for (const site of sites) {
    const instant = instantOfSchedule(rule, site.timezone);
    const moment = instant === null ? unreadable : momentAt(instant, site, { freezes, now });
    const key = JSON.stringify(moment);
    const same = found.get(key) ?? { ...moment, sites: [] };
    found.set(key, same);
    same.sites.push(site.name);
  }
  return [...found.values()];
}

const unreadable = { when: 'no time that can be read', against: ['It never comes.'] };

function momentAt(
  instant: Instant,
  site: FleetSite,
  { freezes, now }: { readonly freezes: readonly Freeze[]; readonly now: Instant },
): Omit<ChosenMoment, 'sites'> {
  const verdicts = [
    windowVerdict(instant, site),
    freezeVerdict(instant, frozenTimes(freezes, site), site.timezone),
  ];
  return {
    when: localAsText(instant, site.timezone),
    against: [
      ...(instant <= now ? ['It is past: it would go in as soon as windows and freezes let it.'] : []),
      ...verdicts.flatMap(messagesOf),
    ],
  };
}

function messagesOf(verdict: Verdict): readonly string[] {
  return verdict.blockers.map(({ message }) => message);
}
