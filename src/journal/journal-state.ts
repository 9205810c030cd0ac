import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import type {
  ActFact,
  AttemptFact,
  CheckedFact,
  DriftFact,
  JournalEvent,
  RehearsedFact,
  SaidStatus,
} from './journal-event.ts';
import type { AttemptAction } from './register-entry.ts';

/** The journal, folded: every attempt's story, what operators said, and what was told. */
export interface JournalState {
  /** By number, oldest first. */
  readonly attempts: ReadonlyMap<number, AttemptStory>;
  /** Acts of operators, in order. */
  readonly acts: readonly RecordedAct[];
  /** What was said last, and when; null: nothing was said yet. */
  readonly said: (SaidStatus & { readonly at: Instant }) | null;
  /** Releases that were looked into, by the object of their tag. */
  readonly checked: ReadonlyMap<ObjectId, CheckedFact>;
  /** The last rehearsal of each release, by its digest. */
  readonly rehearsals: ReadonlyMap<Digest, RehearsedFact & { readonly at: Instant }>;
  /** What was last found to have drifted; null: nobody looked. */
  readonly drift: (DriftFact & { readonly at: Instant }) | null;
}

/** `spent`: an attempt of the same patch was started afterwards. */
export type RecordedAct = ActFact & {
  readonly at: Instant;
  readonly spent: boolean;
  /** The attempt that it set off was cut short from outside once; then it holds for one more. */
  readonly cutShort: boolean;
};

/** One attempt as the journal tells it. */
export interface AttemptStory {
  readonly attempt: number;
  readonly action: AttemptAction;
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly trigger: string;
  readonly who: string | null;
  readonly why: string;
  readonly startedAt: Instant;
  readonly facts: readonly (AttemptFact & { readonly at: Instant })[];
  readonly end: AttemptEnd | null;
  /** Vault ids; null until backed up. */
  readonly backup: string | null;
  readonly intended: string | null;
  /** The post-install snapshot; null until it was taken. */
  readonly snapshot: string | null;
  /** True once a `run` step's start was journaled. */
  readonly ran: boolean;
  readonly told: boolean;
}

export interface AttemptEnd {
  readonly outcome: 'installed' | 'removed' | 'rolled-back' | 'refused' | 'inconsistent' | 'abandoned';
  readonly at: Instant;
  readonly why: string;
  readonly proof: Digest | null;
  readonly foreign: readonly string[];
}

/**
 * Folds the journal's events, oldest first, onto what those before them came to, which stays as it is; null: there are none. Facts of an
 * attempt that never started are a bug in the writer and left out.
 */
export function foldJournal(events: readonly JournalEvent[], onto: JournalState | null = null): JournalState {
  const attempts = new Map(onto?.attempts);
  let acts = onto?.acts ?? [];
  let said = onto?.said ?? null;
  let drift = onto?.drift ?? null;
  const rehearsals = new Map(onto?.rehearsals);
  const checked = new Map(onto?.checked);
  for (const event of events) {
    if (event.kind === 'said' || event.kind === 'told') said = event;
    if (event.kind === 'said') continue;
    if (event.kind === 'rehearsed') rehearsals.set(event.releaseDigest, event);
    else if (event.kind === 'drift') drift = event;
    else if (event.kind === 'checked') checked.set(event.tag, event);
    else if (!('attempt' in event)) acts = [...acts, { ...event, spent: false, cutShort: false }];
    else {
      takeAttemptFact(attempts, event);
      if (event.kind === 'started') acts = acts.map((act) => spentBy(event.patch, act));
      const story = attempts.get(event.attempt);
      if (story !== undefined && wasCutShort(story, event)) {
        acts = acts.map((act) => heldOver(story.patch, act));
      }
    }
  }
  return { attempts, acts, said, checked, rehearsals, drift };
}

function wasCutShort({ facts }: AttemptStory, { kind }: AttemptFact): boolean {
  if (kind === 'abandoned') return true;
  const cause = facts.find((fact) => fact.kind === 'rolling-back');
  return kind === 'rolled-back' && cause?.interrupted === true;
}

/** An operator's removal is tried once more by itself; for an install the register remembers that. */
function heldOver(patch: PatchId, act: RecordedAct): RecordedAct {
  const again = act.kind === 'remove' && act.patch === patch && act.spent && !act.cutShort;
  return again ? { ...act, spent: false, cutShort: true } : act;
}

function spentBy(patch: PatchId, act: RecordedAct): RecordedAct {
  return 'patch' in act && act.patch === patch ? { ...act, spent: true } : act;
}

function takeAttemptFact(
  attempts: Map<number, AttemptStory>,
  fact: AttemptFact & { readonly at: Instant },
): void {
  if (fact.kind === 'started') {
    attempts.set(fact.attempt, newStory(fact));
    return;
  }
  const story = attempts.get(fact.attempt);
  if (story === undefined) return;
  attempts.set(fact.attempt, { ...story, ...changeBy(story, fact), facts: [...story.facts, fact] });
}

function newStory(fact: Extract<AttemptFact, { kind: 'started' }> & { readonly at: Instant }): AttemptStory {
  const { attempt, action, patch, releaseDigest, trigger, who, why, at } = fact;
  return {
    ...{ attempt, action, patch, releaseDigest, trigger, who, why, startedAt: at, facts: [fact] },
    ...{ end: null, backup: null, intended: null, snapshot: null, ran: false, told: false },
  };
}

function changeBy(story: AttemptStory, fact: AttemptFact & { readonly at: Instant }): Partial<AttemptStory> {
  const end = (outcome: AttemptEnd['outcome'], more: Partial<AttemptEnd>): Partial<AttemptStory> => ({
    end: { outcome, at: fact.at, why: '', proof: null, foreign: [], ...more },
  });
  switch (fact.kind) {
    case 'backed-up':
      return { backup: fact.backup, intended: fact.intended };
    case 'running':
      return { ran: true };
    case 'committed':
      return end(story.action === 'install' ? 'installed' : 'removed', {
        proof: fact.proof,
        foreign: fact.foreign,
      });
    case 'refused':
    case 'abandoned':
      return end(fact.kind, { why: fact.why });
    case 'rolled-back':
      return end('rolled-back', {
        proof: fact.proof,
        foreign: fact.foreign,
        why: reasonOfRollback(story),
      });
    case 'inconsistent':
      return end('inconsistent', { why: fact.why, foreign: fact.documents });
    case 'snapshotted':
      return { snapshot: fact.snapshot };
    case 'told':
      return { told: true };
    case 'started':
    case 'staged':
    case 'backing-up':
    case 'installing':
    case 'ran':
    case 'observed':
    case 'verifying':
    case 'rolling-back':
    case 'done':
      return {};
  }
}

function reasonOfRollback(story: AttemptStory): string {
  for (const fact of story.facts) if (fact.kind === 'rolling-back') return fact.why;
  return '';
}
