import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import type { PatchId } from '../../../base/names.ts';
import { lookAtSite } from '../../../reconcile/look-at-site.ts';
import { readChannel } from '../../../reconcile/read-channel.ts';
import type { JournalEvent } from '../../../journal/journal-event.ts';
import { localAsText } from '../../../policy/zoned-time.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { OpenSite, SiteOptions } from '../open-site.ts';
import { openSite, readPatchId, withSite } from '../open-site.ts';
import { factAsText } from '../../pass-event-as-text.ts';
import type { Shell } from '../shell.ts';
import { zoneOfSite } from '../site-zone.ts';
import { textOrNull } from '../told-plan.ts';

/** `patchfleet history [patch]`: the journal for people. */
export function defineHistory(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      "Tells what happened at this site, oldest first: every step of every attempt, and every act of an operator with who and why. It is the site's journal, which only grows.",
    ],
    examples: [
      ['patchfleet history', 'everything that happened here'],
      ['patchfleet history LAB-2026.014', 'what happened with one patch'],
    ],
  })
    .argument('[patch]', 'id of the patch')
    .action(shell.answer((word: string | undefined, options: SiteOptions) => history(shell, word, options)));
}

async function history(shell: Shell, word: string | undefined, options: SiteOptions): Promise<Answer> {
  const wanted = word === undefined ? null : readPatchId(word);
  const site = await openSite(shell, options);
  const { ports, setup } = site;
  const all = await ports.journal.read();
  if (wanted !== null) await assertKnown(site, all, wanted);
  const patchOf = patchesOfAttempts(all);
  const events = all.filter((event) => {
    const patch = 'patch' in event ? event.patch : 'attempt' in event ? patchOf.get(event.attempt) : null;
    return event.kind !== 'said' && (wanted === null || patch === wanted);
  });
  const zone = await zoneOfSite(site);
  const lines = events.flatMap((event) => {
    const text = factAsText(event);
    return text === null ? [] : [`${localAsText(event.at, zone)}  ${text}`];
  });
  const nothing =
    wanted === null ? 'Nothing has happened here yet.' : `Nothing has happened with ${wanted} here yet.`;
  return {
    exit: 0,
    text: lines.length === 0 ? nothing : lines.join('\n'),
    json: {
      kind: 'history',
      site: setup.site,
      head: await ports.journal.head(),
      events: events.map((event) => ({ ...event, at: textOrNull(event.at) })),
    },
  };
}

/** Failure PATCH_UNKNOWN where neither journal nor register nor channel has ever named the patch. */
async function assertKnown(
  { ports, setup }: OpenSite,
  events: readonly JournalEvent[],
  patch: PatchId,
): Promise<void> {
  if (events.some((event) => 'patch' in event && event.patch === patch)) return;
  const { installed } = await lookAtSite(ports, setup);
  if (installed.patches.has(patch)) return;
  const { desired } = await readChannel(ports, setup, installed);
  if (desired?.releases.some(({ id }) => id === patch) === true) return;
  throw failure('PATCH_UNKNOWN', { patch, site: setup.site });
}

function patchesOfAttempts(events: readonly JournalEvent[]): ReadonlyMap<number, string> {
  return new Map(
    events.flatMap((event) => (event.kind === 'started' ? [[event.attempt, event.patch] as const] : [])),
  );
}
