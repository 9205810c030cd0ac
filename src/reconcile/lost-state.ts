import type { Instant } from '../base/instant.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import type { PatchId } from '../base/names.ts';
import { isForbidding } from '../journal/is-forbidding.ts';
import type { RecordedAct } from '../journal/journal-state.ts';
import type { SnapshotLabel } from '../ports/vault.ts';
import { theProgram } from '../policy/holds.ts';
import type { OperatorActs } from '../plan/plan-input.ts';
import type { Desk } from './desk.ts';
import type { SiteView } from './look-at-site.ts';
import { lookAtSite } from './look-at-site.ts';
import type { Problem } from './pass-event.ts';

/** What a pass makes of a state directory that was lost. */
interface Loss {
  /** It was lost, and nobody has resumed the site since. */
  readonly stands: boolean;
  /** What was known before, and the loss where it stands. */
  readonly problems: readonly Problem[];
}

/**
 * What the target's register knows of this site and its state directory, as it was before this pass wrote there, does not: the last attempt, or the last
 * word of an operator that forbade something. With such words the leave to go on is gone: the site is suspended, once for each loss, until an
 * operator resumes it. `known`: what is told already; a loss among it was noticed since the last pass.
 */
export async function lostState(desk: Desk, seen: SiteView, known: readonly Problem[]): Promise<Loss> {
  const noticed = known.find(({ type }) => type === 'StateLost');
  const others = known.filter(({ type }) => type !== 'StateLost');
  const forgotten = forgottenIn(seen);
  const isNew = !isSuspendedFor(forgotten, seen) || (noticed !== undefined && !isLost(seen));
  if (isNew) await suspendFor(desk, forgotten);
  const last = isNew ? forgotten : seen.journal.acts.findLast(isForLoss);
  if (last === undefined || !(isNew || isLost(seen))) return { stands: false, problems: others };
  return { stands: true, problems: [...others, noticed ?? { type: 'StateLost', message: lossOf(last) }] };
}

/** Records a loss that no pass has seen yet, before anything is written here that would make the register and the state directory agree again. */
export async function recordLoss(desk: Desk, seen: SiteView): Promise<void> {
  const forgotten = forgottenIn(seen);
  if (!isSuspendedFor(forgotten, seen)) await suspendFor(desk, forgotten);
}

async function suspendFor(desk: Desk, forgotten: Forgotten): Promise<void> {
  await desk.log({ kind: 'suspend', ...leaveIsGone, ...forgotten });
}

/** True where the site is suspended because its state directory was lost, and nobody has resumed it since. */
export function isLost({ journal }: Pick<SiteView, 'journal'>): boolean {
  const lost = journal.acts.findLastIndex(isForLoss);
  return lost > journal.acts.findLastIndex(({ kind }) => kind === 'resume-site');
}

/** The suspension that the next pass will record; null: there is nothing to record. */
export function suspensionToCome(view: SiteView, at: Instant): OperatorActs['suspended'] {
  return isSuspendedFor(forgottenIn(view), view) ? null : { ...leaveIsGone, at };
}

/** An attempt is journaled before it is registered, and so is an act: no crash leads here. */
function forgottenIn({ installed, journal }: SiteView): Forgotten {
  const { lastAttempt, lastForbidden } = installed;
  const knowsAttempt = lastAttempt === 0 || journal.attempts.has(lastAttempt);
  const knowsAct =
    lastForbidden === null || journal.acts.some((act) => isForbidding(act) && act.at === lastForbidden);
  return {
    forgotten: knowsAttempt ? 0 : lastAttempt,
    ...(knowsAct ? {} : { forgottenAct: lastForbidden }),
  };
}

function isSuspendedFor({ forgotten, forgottenAct }: Forgotten, { journal }: SiteView): boolean {
  const losses = journal.acts.filter(isForLoss);
  const forAttempt = forgotten === 0 || losses.some((loss) => loss.forgotten === forgotten);
  return (
    forAttempt && (forgottenAct === undefined || losses.some((loss) => loss.forgottenAct === forgottenAct))
  );
}

type Forgotten = Required<Pick<LossAct, 'forgotten'>> & Pick<LossAct, 'forgottenAct'>;

type LossAct = Extract<RecordedAct, { kind: 'suspend' }>;

function isForLoss(act: RecordedAct): act is LossAct & { readonly forgotten: number } {
  return act.kind === 'suspend' && act.forgotten !== undefined;
}

function lossOf({ forgotten, forgottenAct }: Forgotten): string {
  const what =
    forgotten > 0
      ? `attempt ${forgotten}, which is the last one by the target's register`
      : forgottenAct === undefined
        ? 'what was told of this site before'
        : "what an operator forbade here last by the target's register";
  return `The state directory does not know ${what}: it was lost or put back from an older copy, or it is a second one for this site. ${afterLoss}`;
}

const leaveIsGone = {
  who: theProgram,
  why: 'The state directory was lost, and with it the holds and suspensions that operators had given here, and the removals that they had taken back. Say again what is to hold, then resume the site.',
};

/** What is to be done, whoever noticed. */
export const afterLoss =
  'With it go its backups, statuses that waited, and what operators said here: holds, suspensions, approvals, consents. Stop the agent and put the directory back from its own backup; where there is none, say again what is to hold, and resume the site: until then nothing is installed or removed, and what the site says stands beside what it said before, on the branch status-recovered/<site>.';

/** The backups of what is installed that are not in the vault any more. */
export async function missingBackups({ ports, setup, tell }: Desk): Promise<readonly Problem[]> {
  const { installed } = await lookAtSite(ports, setup);
  const patches = patchesWithoutBackup(installed, await ports.vault.labels());
  if (patches.length === 0) return [];
  const problem: Problem = { type: 'BackupMissing', message: backupsMissing(patches) };
  tell({ kind: 'problem', problem });
  return [problem];
}

/** Patches that an attempt installed whose backup is not in the vault; `labels` are those of the vault. */
export function patchesWithoutBackup(
  { patches }: Pick<InstalledState, 'patches'>,
  labels: readonly SnapshotLabel[],
): readonly PatchId[] {
  const backedUp = new Set(labels.flatMap(({ kind, attempt }) => (kind === 'backup' ? attempt : [])));
  return [...patches.values()]
    .filter(
      ({ state, installedBy }) => state === 'installed' && installedBy !== null && !backedUp.has(installedBy),
    )
    .map(({ patch }) => patch);
}

const mostNamed = 10;

function backupsMissing(patches: readonly PatchId[]): string {
  const more = patches.length > mostNamed ? ` and ${patches.length - mostNamed} more` : '';
  const names = `${patches.slice(0, mostNamed).join(', ')}${more}`;
  return `No backup is in the vault of what these installed patches replaced: ${names}. They cannot be removed by themselves: put the state directory back from its own backup, or undo them by a further patch.`;
}
