import { failure } from '../base/failure.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import { readInstalledState } from '../installed/read-installed-state.ts';
import type { TargetFacts } from '../installed/target-facts.ts';
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
  const installed = foldedRegister(register);
  if (installed.owner !== null && installed.owner !== setup.site) {
    throw failure('TARGET_OF_ANOTHER_SITE', {
      target: facts.target,
      owner: installed.owner,
      site: setup.site,
    });
  }
  return { facts, installed, journal: foldJournal(await ports.journal.read()) };
}

/** A target hands over the same list as long as its register is the same: then it is folded once. */
const folded = new WeakMap<readonly string[], InstalledState>();

function foldedRegister(register: readonly string[]): InstalledState {
  const known = folded.get(register) ?? readInstalledState(register.map((text) => parseRegisterText(text)));
  folded.set(register, known);
  return known;
}
