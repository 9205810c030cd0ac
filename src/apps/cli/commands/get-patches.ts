import type { PatchId } from '../../../base/names.ts';
import type { InstalledState, PatchRecord } from '../../../installed/installed-state.ts';
import { outcomeOfFailed } from '../../../installed/outcome-of-failed.ts';
import type { PlanStep } from '../../../plan/plan.ts';
import { selectsSite } from '../../../policy/selection.ts';
import { localAsText } from '../../../policy/zoned-time.ts';
import type { Outlook } from '../../../reconcile/look-ahead.ts';
import { lookAhead } from '../../../reconcile/look-ahead.ts';
import { tableAsText } from '../../../report/table-as-text.ts';
import type { Answer } from '../answer.ts';
import type { SiteOptions } from '../open-site.ts';
import { openSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import { unknownZone } from '../site-zone.ts';
import { textOrNull } from '../told-plan.ts';

/** What a site knows of one patch, for programs. */
export interface ToldPatch {
  readonly patch: PatchId;
  readonly title: string | null;
  /**
   * `unknown`: the channel names it, and the next pass will receive it. One that failed is `rolled-back` (the old state is proven to be back),
   * `refused` (nothing was touched), or `inconsistent` (nobody knows).
   */
  readonly state:
    Exclude<PatchRecord['state'], 'failed'> | NonNullable<ReturnType<typeof outcomeOfFailed>> | 'unknown';
  readonly since: string | null;
  readonly why: string;
  readonly releaseDigest: string | null;
  /** Reason of what ends last; null: it waits for nothing. */
  readonly waits: string | null;
  readonly message: string | null;
  readonly until: string | null;
}

/** Lists what register and channel say of each patch, in order of release. */
export async function getPatches(shell: Shell, options: SiteOptions): Promise<Answer> {
  const { ports, setup } = openSite(shell, options);
  const outlook = await lookAhead(ports, setup);
  const patches = toldPatches(outlook);
  const zone = outlook.desired?.site.timezone ?? unknownZone;
  const local = (time: string | null): string => (time === null ? '' : localAsText(Date.parse(time), zone));
  const rows = patches.map(({ patch, title, state, since, waits, until, message, why }) => [
    patch,
    shell.terminal.paint(styles[state], state),
    local(since),
    waits ?? '',
    local(until),
    title ?? '',
    message ?? why,
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
} as const;

/** Every patch that the register knows or the channel means for this site, in order of release; those that the channel does not name come first. */
export function toldPatches({ view, desired, plan }: Outlook): readonly ToldPatch[] {
  const releases = new Map((desired?.releases ?? []).map((release) => [release.id, release]));
  const steps = new Map((plan?.steps ?? []).map((step) => [step.release.id, step]));
  const meant = (desired?.releases ?? []).filter(
    ({ sites }) => desired !== null && selectsSite(sites, desired.site),
  );
  const ids = [...new Set([...view.installed.patches.keys(), ...meant.map(({ id }) => id), ...steps.keys()])];
  ids.sort((a, b) => (releases.get(a)?.sequence ?? 0) - (releases.get(b)?.sequence ?? 0));
  return ids.map((patch) => {
    const record = view.installed.patches.get(patch);
    const release = releases.get(patch);
    return {
      patch,
      title: release?.title ?? null,
      state: record === undefined ? 'unknown' : stateOf(record, view.installed),
      since: textOrNull(record?.since ?? null),
      why: record?.why ?? '',
      releaseDigest: record?.releaseDigest ?? release?.digest ?? null,
      ...waitOf(steps.get(patch)),
    };
  });
}

function stateOf(record: PatchRecord, installed: InstalledState): ToldPatch['state'] {
  const { state } = record;
  return state === 'failed' ? (outcomeOfFailed(record, installed) ?? 'unknown') : state;
}

function waitOf(step: PlanStep | undefined): Pick<ToldPatch, 'waits' | 'message' | 'until'> {
  const blocker = step?.kind === 'wait' ? step.blockers[0] : undefined;
  return {
    waits: blocker?.reason ?? null,
    message: blocker?.message ?? null,
    until: textOrNull(blocker?.until ?? null),
  };
}
