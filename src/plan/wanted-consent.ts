import type { Digest } from '../base/digest.ts';
import { digestOf } from '../base/digest.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { RunAbility, TargetFacts } from '../installed/target-facts.ts';
import type { DocumentPreview } from './intended.ts';
import type { Consent, OperatorActs } from './plan-input.ts';
import type { Blocker } from './plan.ts';

/**
 * What the target refuses is not possible here; what cannot be taken back or undone waits for the operator's consent to this very release, and
 * to no more than was seen. Null: nothing is against it.
 */
export function targetObstacle(
  { release, run }: Asked,
  { acts, facts }: ConsentGround,
  seen: Seen,
): Blocker | null {
  if (seen.preflight.refusal !== null)
    return { reason: 'NotPossibleHere', message: seen.preflight.refusal, until: null, who: null };
  const wanted = wantedConsent(run, facts, seen);
  const consent = acts.consents.get(release.id);
  if (wanted === null || isConsented(consent, release.digest, wanted)) return null;
  const message = `${wanted.reasons.join(' ')} An operator has to consent.${remarkOn(consent, release)}`;
  return { reason: 'AwaitingOperator', message, until: null, who: 'operator' };
}

/** An earlier version recorded consents that name nothing. */
function remarkOn(consent: Consent | undefined, { digest }: Pick<ReleaseEntry, 'digest'>): string {
  if (consent?.releaseDigest !== digest || consent.seen !== null) return '';
  return ` The consent of ${consent.who} does not say to what, so it covers nothing of this.`;
}

/** The release, and the code that it runs; null: none. */
interface Asked {
  readonly release: Pick<ReleaseEntry, 'id' | 'digest'>;
  readonly run: string | null;
}

interface ConsentGround {
  readonly acts: Pick<OperatorActs, 'consents'>;
  readonly facts: Pick<TargetFacts, 'can'>;
}

interface Seen {
  readonly preview: readonly DocumentPreview[];
  /** What the target itself says. */
  readonly preflight: { readonly refusal: string | null; readonly consents: readonly string[] };
}

/** What an operator has to consent to before a patch goes in. */
export interface WantedConsent {
  /** Whole sentences. */
  readonly reasons: readonly string[];
  /** Over the sentences, and over what was changed by hand as it is now. */
  readonly digest: Digest;
}

/** Null: no consent is needed. */
export function wantedConsent(
  run: string | null,
  { can }: Pick<TargetFacts, 'can'>,
  { preview, preflight }: Seen,
): WantedConsent | null {
  const reasons = [
    ...reasonOfEdits(preview),
    ...preflight.consents,
    ...(run === null ? [] : reasonOfRun(run, can.runs)),
  ];
  if (reasons.length === 0) return null;
  const edits = preview.filter(({ localEdit }) => localEdit).map(({ name, before }) => [name, before]);
  return { reasons, digest: digestOf(JSON.stringify([reasons, edits])) };
}

/** Whether a consent is to this release and to what it needs now; one that names nothing is to nothing. */
export function isConsented(
  consent: Consent | undefined,
  releaseDigest: Digest | null,
  { digest }: WantedConsent,
): boolean {
  return consent?.releaseDigest === releaseDigest && consent.seen === digest;
}

function reasonOfEdits(preview: readonly DocumentPreview[]): readonly string[] {
  const edited = preview.filter(({ localEdit }) => localEdit).map(({ name }) => name);
  return edited.length === 0
    ? []
    : [`It would overwrite what was changed here by hand: ${edited.join(', ')}.`];
}

function reasonOfRun(run: string, runs: RunAbility): readonly string[] {
  switch (runs) {
    case 'none':
    case 'restored':
      return [];
    case 'found':
      return [
        `It runs ${run}, and no copy of this database can be made first: of what that writes, only the globals in the backup could be put back; if it fails, the site is inconsistent until an operator has settled the rest, which is listed.`,
      ];
    case 'unobserved':
      return [
        `It runs ${run}, and it cannot be told here what that writes: if it fails, only the globals in the backup are put back, and the site is inconsistent until an operator has settled it.`,
      ];
  }
}
