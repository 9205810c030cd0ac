import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { failure } from '../../base/failure.ts';
import type { Digest } from '../../base/digest.ts';
import type { PatchId } from '../../base/names.ts';
import type { ActFact } from '../../journal/journal-event.ts';
import type { Ports } from '../../ports/ports.ts';
import type { SiteView } from '../../reconcile/look-at-site.ts';
import { lookAtSite } from '../../reconcile/look-at-site.ts';
import { recordAct } from '../../reconcile/record-act.ts';
import type { SiteSetup } from '../../reconcile/site-setup.ts';
import type { Answer } from './answer.ts';
import type { SiteOptions } from './open-site.ts';
import { openSite, readWho, withSite } from './open-site.ts';
import type { Shell } from './shell.ts';

export interface ActOptions extends SiteOptions {
  readonly who?: string;
  readonly why: string;
}

/** Gives a command the options that every act of an operator takes. */
export function withAct(command: Command): Command {
  return withSite(command)
    .requiredOption('--why <reason>', 'why, in one line; it is kept in the journal and shown to others')
    .option('--who <name>', 'who acts (or PATCHFLEET_WHO; default: the user of this machine)');
}

/** What an act says besides who and why. */
type Act = ActFact extends infer Fact ? (Fact extends unknown ? Omit<Fact, 'who' | 'why'> : never) : never;

interface Decision {
  readonly act: Act;
  readonly effect: string;
}

/** Records an act of the operator on site, and wakes an agent that looks after the site. `effect` says in one sentence what it leads to. */
export async function actOnSite(
  shell: Shell,
  options: ActOptions,
  decide: (view: SiteView, setup: SiteSetup, ports: Ports) => Decision | Promise<Decision>,
): Promise<Answer> {
  const { ports, setup, hintFile } = await openSite(shell, options);
  const { act, effect } = await decide(await lookAtSite(ports, setup), setup, ports);
  const who = readWho(shell, options.who);
  await recordAct(ports, setup, { ...act, who, why: options.why });
  writeFileSync(hintFile, '', { mode: 0o600 });
  return {
    exit: 0,
    text: effect,
    json: { kind: 'recorded', site: setup.site, who, why: options.why, act },
  };
}

/** The release that the site knows under this id, from the target's own register. Failure PATCH_UNKNOWN. */
export function knownRelease({ installed }: SiteView, patch: PatchId, site: string): Digest {
  const record = installed.patches.get(patch);
  if (record === undefined) throw failure('PATCH_UNKNOWN', { patch, site });
  return record.releaseDigest;
}
