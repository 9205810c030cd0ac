import { failure } from '../base/failure.ts';
import type { Folded } from '../base/fold-on.ts';
import { foldOn } from '../base/fold-on.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import { readInstalledState } from '../installed/read-installed-state.ts';
import type { TargetFacts } from '../installed/target-facts.ts';
import type { JournalEvent } from '../journal/journal-event.ts';
import type { JournalState } from '../journal/journal-state.ts';
import { foldJournal } from '../journal/journal-state.ts';
import { parseRegisterText } from '../journal/register-file.ts';
import type { Ports } from '../ports/ports.ts';
import type { SiteSetup } from './site-setup.ts';

/** Everything that the site knows of itself at one moment. */
export interface SiteView {
  readonly facts: Omit<TargetFacts, 'register'>;
  readonly installed: InstalledState;
  readonly journal: JournalState;
}

/** Reads target, register and journal. Failure TARGET_OF_ANOTHER_SITE where the register names another owner. */
export async function lookAtSite(ports: Ports, setup: SiteSetup): Promise<SiteView> {
  const { register, ...facts } = await ports.target.look();
  const installed = installedBy(ports.target, register);
  if (installed.owner !== null && installed.owner !== setup.site) {
    throw failure('TARGET_OF_ANOTHER_SITE', {
      target: facts.target,
      owner: installed.owner,
      site: setup.site,
    });
  }
  return { facts, installed, journal: told(ports.journal, await ports.journal.read()) };
}

/**
 * What was folded before, by whom it was read from. It is gone on from only where what is read now begins with all of it, entry by entry, so that it
 * cannot be out of date: not after a crash, not with a lost state directory, not where another agent wrote.
 */
const [registers, journals] = [
  new WeakMap<Ports['target'], Folded<string, InstalledState>>(),
  new WeakMap<Ports['journal'], Folded<JournalEvent, JournalState>>(),
];

function installedBy(target: Ports['target'], register: readonly string[]): InstalledState {
  const folded = foldOn(register, registers.get(target) ?? null, (texts, onto) =>
    readInstalledState(
      texts.map((text) => parseRegisterText(text)),
      onto,
    ),
  );
  registers.set(target, folded);
  return folded.state;
}

function told(journal: Ports['journal'], events: readonly JournalEvent[]): JournalState {
  const folded = foldOn(events, journals.get(journal) ?? null, foldJournal);
  journals.set(journal, folded);
  return folded.state;
}
