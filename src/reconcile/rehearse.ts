import { failure, isFailure } from '../base/failure.ts';
import type { PatchId } from '../base/names.ts';
import type { Inventory } from '../document/inventory.ts';
import { proofOf } from '../document/inventory.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { RehearsedFact } from '../journal/journal-event.ts';
import type { AttemptStory } from '../journal/journal-state.ts';
import { readOperatorActs } from '../plan/read-operator-acts.ts';
import type { Blocker } from '../plan/plan.ts';
import type { Ports } from '../ports/ports.ts';
import { Desk } from './desk.ts';
import { installTask } from './install-task.ts';
import { lookAhead } from './look-ahead.ts';
import type { Outlook } from './look-ahead.ts';
import { lookAtSite } from './look-at-site.ts';
import type { AttemptEnd } from './make-attempt.ts';
import { makeAttempt } from './make-attempt.ts';
import type { Tell } from './pass-event.ts';
import type { SiteSetup } from './site-setup.ts';
import { preflight } from './preflight.ts';
import { stage } from './stage.ts';

/** Everything that an attempt writes to, as a copy: target, vault and journal. */
export interface ScratchSite {
  readonly ports: Ports;
  close(): Promise<void>;
}

/** How a rehearsal went, and what it does not change. */
interface Rehearsed {
  readonly fact: RehearsedFact;
  /** What keeps the release from the site itself even so. */
  readonly blockers: readonly Blocker[];
  /** Who had the target all the while, so that the plan does not show this rehearsal; null: it does. */
  readonly unrecorded: string | null;
}

interface RehearsalWish {
  readonly openScratch: () => Promise<ScratchSite>;
  readonly tell: Tell;
  /** Waits a while, as long as somebody else has the target; false: it waits no longer. */
  readonly wait: (holder: string) => Promise<boolean>;
}

/**
 * Installs a release on a copy of the site and undoes it there, by the very steps of an attempt, and compares the whole copy before and after. Holds, windows and approvals are
 * no hindrance. The site itself gets one line in its journal, which the plan shows from then on. Failure REHEARSAL_IMPOSSIBLE where it makes no sense or
 * cannot be done, PATCH_UNKNOWN, KIT_UNSEEN.
 */
export async function rehearse(
  ports: Ports,
  setup: SiteSetup,
  patch: PatchId,
  { openScratch, tell, wait }: RehearsalWish,
): Promise<Rehearsed> {
  const outlook = await lookAhead(ports, setup);
  const release = await releaseToRehearse(setup, outlook, patch);
  const scratch = await openScratch();
  let fact: RehearsedFact;
  try {
    fact = await play(scratch.ports, setup, { outlook, release, tell });
  } finally {
    await scratch.close();
  }
  const unrecorded = await recordPatiently(ports, setup, fact, wait);
  return { fact, blockers: blockersOf(outlook, patch), unrecorded };
}

function blockersOf({ plan }: Pick<Outlook, 'plan'>, patch: PatchId): readonly Blocker[] {
  const step = plan?.steps.find(({ release }) => release.id === patch);
  return step?.kind === 'wait' ? step.blockers : [];
}

async function releaseToRehearse(
  { site }: SiteSetup,
  { desired, plan, view }: Outlook,
  patch: PatchId,
): Promise<ReleaseEntry> {
  await Promise.resolve();
  const release = desired?.releases.find(({ id }) => id === patch);
  if (release === undefined) throw failure('PATCH_UNKNOWN', { patch, site });
  const impossible = (why: string) => failure('REHEARSAL_IMPOSSIBLE', { patch, why });
  const { open, inconsistent, patches } = view.installed;
  const busy = open ?? inconsistent;
  if (busy !== null) throw impossible(`the attempt of ${busy.patch} has to come to its end first.`);
  if (patches.get(patch)?.state === 'installed') throw impossible('it is installed.');
  const needed = blockersOf({ plan }, patch).find(
    ({ reason }) => reason === 'AwaitingDependency' || reason === 'RequiresRecalled',
  );
  if (needed !== undefined) throw impossible(needed.message);
  return release;
}

interface Play {
  readonly outlook: Outlook;
  readonly release: ReleaseEntry;
  readonly tell: Tell;
}

async function play(
  ports: Ports,
  setup: SiteSetup,
  { outlook, release, tell }: Play,
): Promise<RehearsedFact> {
  const { id: patch, digest: releaseDigest } = release;
  const view = await lookAtSite(ports, setup);
  if (outlook.desired === null) throw failure('PATCH_UNKNOWN', { patch, site: setup.site });
  const staging = await stage({ ports, setup }, { site: outlook.desired.site, facts: view.facts }, release);
  if (staging.kind !== 'staged') throw failure('KIT_UNSEEN', { patch, why: staging.why });
  const before = await ports.target.inventory('all');
  const desk = new Desk(ports, setup, tell);
  const acts = readOperatorActs(outlook.view.journal, setup);
  const task = await installTask(
    { ports, view, acts },
    { release, trigger: { kind: 'policy' } },
    staging.patch,
  );
  let attempt: AttemptEnd;
  try {
    const { uncompilable } = await preflight(ports, staging.patch);
    attempt = await makeAttempt(desk, { ...task, uncompilable, rehearsal: true, production: 'none' });
  } finally {
    await desk.close();
  }
  const { journal } = await lookAtSite(ports, setup);
  const story = journal.attempts.get(task.attempt);
  if (story === undefined) throw new Error('the rehearsal left no story');
  const why = whyNotWell(attempt, story, { before, after: await ports.target.inventory('all') });
  const undeclared = await undeclaredOf(ports, task.attempt);
  return {
    kind: 'rehearsed',
    patch,
    releaseDigest,
    ok: why === null,
    why: why ?? '',
    ...timesOf(story),
    undeclared,
  };
}

/** Null: it went in, and everything was as before when it was undone. */
function whyNotWell(
  attempt: AttemptEnd,
  { end, facts }: AttemptStory,
  { before, after }: { readonly before: Inventory; readonly after: Inventory },
): string | null {
  const undone = facts.find((fact) => fact.kind === 'rolling-back');
  if (end?.outcome !== 'rolled-back' || undone === undefined) return end?.why ?? 'It came to no end.';
  if (attempt !== 'rehearsed') return undone.why;
  if (proofOf(before) === proofOf(after)) return null;
  const digests = new Map(before.map(({ name, digest }) => [name, digest]));
  const changed = after.filter(({ name, digest }) => digests.get(name) !== digest).map(({ name }) => name);
  const found = new Set(after.map(({ name }) => name));
  const gone = before.map(({ name }) => name).filter((name) => !found.has(name));
  return `After it was undone, not everything was as before: ${[...changed, ...gone].join(', ')}.`;
}

function timesOf({ facts, end }: AttemptStory): Pick<RehearsedFact, 'installing' | 'undoing'> {
  const began = facts.find(({ kind }) => kind === 'installing')?.at ?? null;
  const turned = facts.find(({ kind }) => kind === 'rolling-back')?.at ?? null;
  return {
    installing: began === null || turned === null ? null : Math.max(0, turned - began),
    undoing: turned === null || end === null ? null : Math.max(0, end.at - turned),
  };
}

async function undeclaredOf({ vault }: Ports, attempt: number): Promise<readonly string[]> {
  const saved = (await vault.list()).find(
    ({ label }) => label.attempt === attempt && label.kind === 'undeclared',
  );
  return saved === undefined ? [] : (await vault.inventory(saved.snapshot)).map(({ name }) => name);
}

/** A rehearsal can take an hour: what it has shown is not lost because an agent works on the target at its end. */
async function recordPatiently(
  ports: Ports,
  setup: SiteSetup,
  fact: RehearsedFact,
  wait: RehearsalWish['wait'],
): Promise<string | null> {
  for (;;) {
    try {
      await record(ports, setup, fact);
      return null;
    } catch (error) {
      if (!isFailure(error, 'TARGET_BUSY')) throw error;
      if (!(await wait(error.details.holder))) return error.details.holder;
    }
  }
}

async function record(ports: Ports, setup: SiteSetup, fact: RehearsedFact): Promise<void> {
  const desk = new Desk(ports, setup, () => undefined);
  try {
    await desk.log(fact);
  } finally {
    await desk.close();
  }
}
