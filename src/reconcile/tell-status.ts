import type { Digest } from '../base/digest.ts';
import { instantAsText } from '../base/instant.ts';
import type { SaidStatus } from '../journal/journal-event.ts';
import type { AttemptStory } from '../journal/journal-state.ts';
import { attemptPath, writeAttempt } from '../status/attempt-file.ts';
import { statusMessage } from '../status/status-message.ts';
import { writeStatus } from '../status/status-file.ts';
import type { Status } from '../status/status.ts';
import { computeStatus, newsOf } from './compute-status.ts';
import type { StatusSources } from './compute-status.ts';
import { attemptRecord } from './attempt-record.ts';
import type { Desk } from './desk.ts';
import { lookAtSite } from './look-at-site.ts';

/** What a pass knows; all else is looked up when it is told. */
type ToldSources = Pick<StatusSources, 'site' | 'desired' | 'plan' | 'problems'>;

/** A day without news ends with a sign of life. */
const heartbeat = 24 * 60 * 60 * 1000;

/**
 * Tells what is new: one commit for each attempt that ended, one for any other change of the site's state, and one a day
 * where nothing changed. What was told is journaled; the outbox keeps a transition that was cut short from being told twice.
 */
export async function tellStatus(desk: Desk, sources: ToldSources): Promise<void> {
  await tellAttempts(desk, sources);
  const { status, said } = await currentStatus(desk, sources);
  const news = newsOf(status, sources.plan);
  const quiet = said !== null && Math.abs(status.at - said.at) < heartbeat;
  if (news === said?.status && quiet) return;
  const day = instantAsText(status.at).slice(0, 10);
  const transition =
    news === said?.status
      ? `heartbeat-${day}`
      : `state-${news.slice(0, 16)}-after-${said === null ? 'nothing' : `${said.status.slice(0, 16)}-at-${said.at}`}`;
  const { secrets } = desk.setup;
  await desk.session();
  await desk.ports.outbox.tell({
    transition,
    message: statusMessage(status, transition, headlineOf(status)),
    files: new Map([['status.json', writeStatus(status, secrets)]]),
  });
  await desk.log({ kind: 'said', ...saidOf(status, sources.plan) });
}

/** What the state is, not what happened last: that was told when it happened. */
function headlineOf({ installed, failed, waiting, conditions }: Status): string {
  const counts = `${installed.length} installed, ${failed.length} undone or refused, ${waiting.length} waiting`;
  return conditions.length === 0 ? counts : `${counts}; ${conditions.map(({ type }) => type).join(', ')}`;
}

function saidOf(status: Status, plan: ToldSources['plan']): SaidStatus {
  const conditions = status.conditions.map(({ type, since }) => ({ type, since }));
  return { status: newsOf(status, plan), conditions };
}

async function tellAttempts(desk: Desk, sources: ToldSources): Promise<void> {
  const { journal } = await lookAtSite(desk.ports, desk.setup);
  for (const story of journal.attempts.values()) {
    if (story.end !== null && !story.told) await tellAttempt(desk, sources, story);
  }
}

async function tellAttempt(desk: Desk, sources: ToldSources, story: AttemptStory): Promise<void> {
  const { secrets } = desk.setup;
  await desk.session();
  const { status } = await currentStatus(desk, sources);
  const record = await attemptRecord(desk.ports, desk.setup, story);
  const transition = `attempt-${story.attempt}-${record.outcome}-${story.releaseDigest.slice(0, 16)}`;
  await desk.ports.outbox.tell({
    transition,
    message: statusMessage({ ...status, attempted: record }, transition),
    files: new Map([
      ['status.json', writeStatus(status, secrets)],
      [attemptPath(story.attempt), writeAttempt(record, secrets)],
    ]),
  });
  await desk.log({ kind: 'told', attempt: story.attempt, ...saidOf(status, sources.plan) });
}

async function currentStatus(
  desk: Desk,
  sources: ToldSources,
): Promise<{
  readonly status: Status;
  readonly said: { readonly status: Digest; readonly at: number } | null;
}> {
  const view = await lookAtSite(desk.ports, desk.setup);
  const { journal, clock } = desk.ports;
  const journalHead = await journal.head();
  const status = computeStatus({ ...sources, journalHead, view, now: clock.now() });
  return { status, said: view.journal.said };
}
