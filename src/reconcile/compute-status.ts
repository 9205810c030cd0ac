import type { Instant } from '../base/instant.ts';
import { digestOf } from '../base/digest.ts';
import type { Digest } from '../base/digest.ts';
import type { SiteName } from '../base/names.ts';
import type { AttemptStory } from '../journal/journal-state.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import type { Plan } from '../plan/plan.ts';
import type { Blocker } from '../policy/blocker.ts';
import { clockVerdict } from '../policy/clock-agreement.ts';
import { readOperatorActs } from '../plan/read-operator-acts.ts';
import { outcomeOfFailed } from '../installed/outcome-of-failed.ts';
import { driftAsText } from '../status/drift-text.ts';
import type { AttemptOutcome, AttemptSummary, Condition, Status } from '../status/status.ts';
import { shownName } from './shown-name.ts';
import type { SiteView } from './look-at-site.ts';
import type { Problem } from './pass-event.ts';

/** Everything that a status is made from. */
export interface StatusSources {
  readonly site: SiteName;
  readonly now: Instant;
  readonly view: SiteView;
  readonly desired: DesiredState | null;
  readonly plan: Plan | null;
  readonly problems: readonly Problem[];
  readonly journalHead: Digest | null;
}

/** What the site says of itself: names, digests and times, nothing else. */
export function computeStatus(sources: StatusSources): Status {
  const { site, now, view, desired, plan, journalHead } = sources;
  const { name: channel, commit, counter } = desired?.channel ?? {};
  return {
    site,
    at: now,
    engine: view.facts.engine,
    version: view.facts.version,
    observed:
      channel === undefined || commit === undefined || counter === undefined
        ? null
        : { commit, counter, channel },
    attempted: attemptedOf([...view.journal.attempts.values()].at(-1)),
    ...patchesOf(view),
    conditions: conditionsOf(sources),
    ...planned(plan, everyMessage),
    journalHead,
  };
}

/** The part of an attempt's record that the status carries. */
export function summaryOf(story: AttemptStory): AttemptSummary {
  const { attempt, action, patch, releaseDigest, startedAt, end } = story;
  return {
    ...{ attempt, action, patch, releaseDigest, startedAt },
    outcome: end === null ? 'under-way' : outcomeOf(end.outcome),
    endedAt: end?.at ?? null,
  };
}

/** Nothing was touched by an abandoned attempt, as if it had been refused. */
function outcomeOf(outcome: AttemptOutcome | 'abandoned'): AttemptOutcome {
  return outcome === 'abandoned' ? 'refused' : outcome;
}

function attemptedOf(story: AttemptStory | undefined): AttemptSummary | null {
  return story === undefined ? null : summaryOf(story);
}

function patchesOf({ installed }: SiteView): Pick<Status, 'installed' | 'failed'> {
  const records = [...installed.patches.values()].sort((a, b) => (a.patch < b.patch ? -1 : 1));
  return {
    installed: records
      .filter(({ state }) => state === 'installed')
      .map(({ patch, releaseDigest, since, proof }) => ({ patch, releaseDigest, since, proof })),
    failed: records.flatMap((record) => {
      const { patch, releaseDigest, since, why } = record;
      const outcome = outcomeOfFailed(record, installed);
      return outcome === null ? [] : [{ patch, releaseDigest, since, outcome, why }];
    }),
  };
}

/** `messageOf`: what is said of all that a patch waits for, the longest first. */
function planned(
  plan: Plan | null,
  messageOf: (blockers: readonly Blocker[]) => string,
): Pick<Status, 'waiting' | 'next'> {
  const waiting = (plan?.steps ?? []).flatMap((step) => {
    if (step.kind !== 'wait') return [];
    const [first] = step.blockers;
    if (first === undefined) return [];
    const { reason, until } = first;
    return [
      { patch: step.release.id, action: step.action, reason, message: messageOf(step.blockers), until },
    ];
  });
  const dated = waiting.flatMap(({ patch, action, until, message }) =>
    until === null ? [] : [{ patch, action, at: until, why: message }],
  );
  return { waiting, next: dated.toSorted((a, b) => a.at - b.at)[0] ?? null };
}

function everyMessage(blockers: readonly Blocker[]): string {
  return blockers.map(({ message }) => message).join(' ');
}

/** What comes and goes every night. */
const nightly: readonly Blocker['reason'][] = ['OutsideWindow', 'NoHeadroom'];

/** A patch that waits for something else besides has no news when a window opens or closes; a full disk is news, how full it is is not. */
function newsworthy([longest, ...others]: readonly Blocker[]): string {
  const rest = others.filter(({ reason, until }) => until === null || !nightly.includes(reason));
  const worthy = longest === undefined ? rest : [longest, ...rest];
  return worthy.map(({ reason, message }) => (reason === 'NoRoom' ? reason : message)).join(' ');
}

/** Digest of what of a status is news: not its time, nor which channel was looked at last, nor the journal's head, nor the windows of a patch that they do not hold up. */
export function newsOf(status: Status, plan: Plan | null): Digest {
  const worthy = planned(plan, newsworthy);
  return digestOf(JSON.stringify({ ...status, ...worthy, at: 0, observed: null, journalHead: null }));
}

/** What holds; since when is looked up. */
type Found = Omit<Condition, 'since'>;

function conditionsOf({ now, view, desired, problems, site }: StatusSources): readonly Condition[] {
  const { installed, journal, facts } = view;
  const found: readonly Found[] = [
    ...problems.map(({ type, message }) => ({ type, reason: type, message })),
    ...inconsistency(installed),
    ...unsaved(view),
    ...owed(facts),
    ...drifted(journal),
    ...clockVerdict(now, facts.clock).blockers.map(({ reason, message }): Found => ({
      type: 'ClockDisagrees',
      reason,
      message,
    })),
    ...suspension(journal, site),
    ...recalled(installed, desired),
  ];
  const before = new Map((journal.said?.conditions ?? []).map(({ type, since }) => [type, since]));
  return found.map((condition) => ({ ...condition, since: before.get(condition.type) ?? now }));
}

function inconsistency({ inconsistent }: SiteView['installed']): readonly Found[] {
  if (inconsistent === null) return [];
  return [{ type: 'Inconsistent', reason: inconsistent.patch, message: inconsistent.why }];
}

/** Installed patches without a post-install snapshot. */
function unsaved({ installed, journal }: SiteView): readonly Found[] {
  return [...journal.attempts.values()].flatMap(({ patch, attempt, end, snapshot }): Found[] => {
    const current = installed.patches.get(patch)?.installedBy === attempt;
    if (!current || end?.outcome !== 'installed' || snapshot !== null) return [];
    const message = `The post-install snapshot of ${patch} (attempt ${attempt}) could not be taken yet.`;
    return [{ type: 'SnapshotMissing', reason: patch, message }];
  });
}

function owed({ productionOwed }: SiteView['facts']): readonly Found[] {
  if (productionOwed !== true) return [];
  const message = 'The production was held for a patch, and has not been started or updated since.';
  return [{ type: 'ProductionOwed', reason: 'Production', message }];
}

function drifted({ drift }: SiteView['journal']): readonly Found[] {
  if (drift === null || drift.count === 0) return [];
  const message = driftAsText({ ...drift, documents: drift.documents.map(shownName) });
  return [{ type: 'Drifted', reason: 'Documents', message }];
}

function suspension(journal: SiteView['journal'], site: SiteName): readonly Found[] {
  const { suspended } = readOperatorActs(journal, { site, trust: { approver: [] } });
  if (suspended === null) return [];
  return [{ type: 'Suspended', reason: 'Operator', message: `${suspended.who}: ${suspended.why}` }];
}

function recalled({ patches }: SiteView['installed'], desired: DesiredState | null): readonly Found[] {
  return (desired?.recalls ?? []).flatMap(({ patch, installed: rule, why }): Found[] => {
    if (patches.get(patch)?.state !== 'installed' || rule !== 'keep') return [];
    return [{ type: 'RecalledInstalled', reason: patch, message: `${patch} was recalled: ${why}` }];
  });
}
