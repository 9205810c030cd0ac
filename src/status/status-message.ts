import { isDigest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import { instantAsText, readInstant } from '../base/instant.ts';
import type { PatchId, SiteName } from '../base/names.ts';
import { isPatchId, isSiteName } from '../base/names.ts';
import { plainText } from '../base/plain-text.ts';
import { outcomeAsText } from './outcome-as-text.ts';
import type { AttemptSummary, Status } from './status.ts';
import { tellableText } from './tellable-text.ts';

/** What the trailers of a status commit say: enough for a table of the fleet without opening a file. */
interface StatusSummary {
  readonly site: SiteName;
  readonly at: Instant;
  readonly transition: string;
  /** The last attempt; null before the first one. */
  readonly attempted: Pick<AttemptSummary, 'attempt' | 'patch' | 'releaseDigest' | 'outcome'> | null;
  readonly installed: number;
  readonly failed: number;
  readonly waiting: number;
  /** Types of the conditions that hold. */
  readonly conditions: readonly string[];
  readonly channelCounter: number | null;
  readonly next: { readonly patch: PatchId; readonly action: string; readonly at: Instant } | null;
}

/**
 * Message of the commit that tells a status: a line for people, then trailers for programs. `transition` names once and
 * for all what is told; it is the trailer by which a commit is not made twice.
 */
export function statusMessage(status: Status, transition: string, headline = headlineOf(status)): string {
  const trailers = trailersOf(status, transition).map(([key, value]) => `${key}: ${fit(value, 500)}`);
  return `${fit(headline, 100)}\n\n${trailers.join('\n')}\n`;
}

/** What the trailers of a message say; null where it is no message of a status commit. */
export function parseStatusMessage(message: string): StatusSummary | null {
  const trailers = readTrailers(message);
  const site = trailers.get('Site') ?? '';
  const at = readInstant(trailers.get('Status-Time') ?? '');
  const transition = trailers.get('Transition') ?? '';
  if (!isSiteName(site) || at === null || transition === '') return null;
  return {
    site,
    at,
    transition,
    attempted: readAttempted(trailers),
    installed: readCount(trailers.get('Installed-Count')) ?? 0,
    failed: readCount(trailers.get('Failed-Count')) ?? 0,
    waiting: readCount(trailers.get('Waiting-Count')) ?? 0,
    conditions: (trailers.get('Conditions') ?? '').split(' ').filter((type) => /^[A-Za-z]{1,40}$/.test(type)),
    channelCounter: readCount(trailers.get('Channel-Counter')),
    next: readNext(trailers.get('Next') ?? ''),
  };
}

function fit(text: string, limit: number): string {
  return plainText(tellableText(text), limit);
}

/** The line for people: how the last attempt ended, or what is where. */
function headlineOf({ attempted, installed, failed, waiting }: Status): string {
  if (attempted !== null)
    return `${attempted.patch} ${outcomeAsText(attempted.outcome)} (attempt ${attempted.attempt})`;
  return `${installed.length} installed, ${failed.length} failed, ${waiting.length} waiting`;
}

function trailersOf(status: Status, transition: string): readonly (readonly [string, string])[] {
  const { attempted, observed, next } = status;
  return [
    ['Site', status.site],
    ['Status-Time', instantAsText(status.at)],
    ['Transition', transition],
    ...(attempted === null ? [] : attemptTrailers(attempted)),
    ['Installed-Count', String(status.installed.length)],
    ['Failed-Count', String(status.failed.length)],
    ['Waiting-Count', String(status.waiting.length)],
    ...trailer('Conditions', status.conditions.map(({ type }) => type).join(' ')),
    ...trailer('Channel-Counter', observed === null ? '' : String(observed.counter)),
    ...trailer('Next', next === null ? '' : `${next.patch} ${next.action} ${instantAsText(next.at)}`),
  ];
}

function attemptTrailers(attempted: AttemptSummary): readonly (readonly [string, string])[] {
  return [
    ['Patch', attempted.patch],
    ['Release-Digest', attempted.releaseDigest],
    ['Outcome', attempted.outcome],
    ['Attempt', String(attempted.attempt)],
  ];
}

function trailer(key: string, value: string): readonly (readonly [string, string])[] {
  return value === '' ? [] : [[key, value]];
}

/** The trailers of the last paragraph; of a key that stands there twice, the last. */
function readTrailers(message: string): ReadonlyMap<string, string> {
  const paragraph = message.slice(0, 20_000).trimEnd().split('\n\n').at(-1) ?? '';
  const trailers = new Map<string, string>();
  for (const line of paragraph.split('\n')) {
    const [, key, value] = /^([A-Z][A-Za-z-]{0,40}): (.{1,500})$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) trailers.set(key, value);
  }
  return trailers;
}

function readAttempted(trailers: ReadonlyMap<string, string>): StatusSummary['attempted'] {
  const patch = trailers.get('Patch') ?? '';
  const releaseDigest = trailers.get('Release-Digest') ?? '';
  const outcome = trailers.get('Outcome') ?? '';
  const attempt = readCount(trailers.get('Attempt'));
  if (!isPatchId(patch) || !isDigest(releaseDigest) || !isOutcome(outcome) || attempt === null) return null;
  return { attempt, patch, releaseDigest, outcome };
}

function readNext(text: string): StatusSummary['next'] {
  const [patch = '', action = '', at = ''] = text.split(' ');
  const instant = readInstant(at);
  if (!isPatchId(patch) || !['install', 'remove'].includes(action) || instant === null) return null;
  return { patch, action, at: instant };
}

function readCount(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function isOutcome(text: string): text is AttemptSummary['outcome'] {
  return ['installed', 'removed', 'rolled-back', 'refused', 'inconsistent', 'under-way'].includes(text);
}
