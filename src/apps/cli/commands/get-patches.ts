import type { PatchId } from '../../../base/names.ts';
import { localAsText } from '../../../policy/zoned-time.ts';
import type { Outlook } from '../../../reconcile/look-ahead.ts';
import { lookAhead } from '../../../reconcile/look-ahead.ts';
import type { PatchAtSite } from '../../../reconcile/patches-at-site.ts';
import { patchesAtSite } from '../../../reconcile/patches-at-site.ts';
import { unknownZone } from '../../../reconcile/site-zone.ts';
import { tableAsText } from '../../../report/table-as-text.ts';
import type { Answer } from '../answer.ts';
import type { SiteOptions } from '../open-site.ts';
import { openSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import type { ToldBlocker } from '../told-plan.ts';
import { textOrNull, toldBlocker } from '../told-plan.ts';

/** What a site knows of one patch, for programs. */
export interface ToldPatch {
  readonly patch: PatchId;
  readonly title: string | null;
  readonly state: PatchAtSite['state'];
  readonly since: string | null;
  readonly why: string;
  readonly releaseDigest: string | null;
  /** Reason of what ends last; null: it waits for nothing. */
  readonly waits: string | null;
  readonly message: string | null;
  readonly until: string | null;
  /** All that it waits for, what ends last first. */
  readonly blockers: readonly ToldBlocker[];
}

/** Lists what register and channel say of each patch, in order of release. */
export async function getPatches(shell: Shell, options: SiteOptions): Promise<Answer> {
  const { ports, setup } = await openSite(shell, options);
  const outlook = await lookAhead(ports, setup);
  const patches = toldPatches(outlook);
  const zone = outlook.desired?.site.timezone ?? unknownZone;
  const local = (time: string | null): string => (time === null ? '' : localAsText(Date.parse(time), zone));
  const rows = patches.map(({ patch, title, state, since, blockers, until, why }) => [
    patch,
    shell.terminal.paint(styles[state], state),
    local(since),
    [...new Set(blockers.map(({ reason }) => reason))].join(', '),
    local(until),
    title ?? '',
    blockers.length === 0 ? why : blockers.map(({ message }) => message).join(' '),
  ]);
  const heading = ['PATCH', 'STATE', 'SINCE', 'WAITS', 'UNTIL', 'TITLE', 'WHY'];
  return {
    exit: 0,
    text: rows.length === 0 ? `${setup.site} knows of no patch.` : tableAsText(heading, rows),
    json: { kind: 'patches', site: setup.site, patches },
  };
}

const styles = {
  unknown: 'dim',
  received: 'wait',
  installed: 'good',
  removed: 'dim',
  'rolled-back': 'bad',
  refused: 'bad',
  inconsistent: 'bad',
  interrupted: 'bad',
  recalled: 'dim',
  superseded: 'dim',
} as const;

/** What a site knows of each patch, in order of release; those that the channel does not name come first. */
export function toldPatches(outlook: Outlook): readonly ToldPatch[] {
  return patchesAtSite(outlook).map(({ patch, title, state, since, why, releaseDigest, step }) => {
    const blockers = step?.kind === 'wait' ? step.blockers.map(toldBlocker) : [];
    const [first] = blockers;
    return {
      ...{ patch, title, state, since: textOrNull(since), why, releaseDigest },
      waits: first?.reason ?? null,
      message: first?.message ?? null,
      until: first?.until ?? null,
      blockers,
    };
  });
}
