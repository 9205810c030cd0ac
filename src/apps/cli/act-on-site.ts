import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { failure } from '../../base/failure.ts';
import type { Digest } from '../../base/digest.ts';
import type { PatchId } from '../../base/names.ts';
import { plainText } from '../../base/plain-text.ts';
import type { ActFact } from '../../journal/journal-event.ts';
import type { Blocker } from '../../plan/plan.ts';
import type { Ports } from '../../ports/ports.ts';
import type { SiteView } from '../../reconcile/look-at-site.ts';
import { lookAtSite } from '../../reconcile/look-at-site.ts';
import type { Outlook } from '../../reconcile/look-ahead.ts';
import { lookAhead } from '../../reconcile/look-ahead.ts';
import { askingNoHost } from '../../reconcile/asking-no-host.ts';
import { objectionOfPlan } from '../../reconcile/objection-of-plan.ts';
import { recordAct } from '../../reconcile/record-act.ts';
import type { SiteSetup } from '../../reconcile/site-setup.ts';
import type { Answer } from './answer.ts';
import type { SiteOptions } from './open-site.ts';
import { openSite, readWho, withSite } from './open-site.ts';
import type { Shell } from './shell.ts';
import { toldBlocker } from './told-plan.ts';

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

/**
 * Records an act of the operator on site, and wakes an agent that looks after the site. `effect` says in one sentence what it leads to; what the patch
 * waits for even so is told with it. Failure ACT_SENSELESS where it would change nothing.
 */
export async function actOnSite(
  shell: Shell,
  options: ActOptions,
  decide: (view: SiteView, setup: SiteSetup, ports: Ports) => Decision | Promise<Decision>,
): Promise<Answer> {
  const { ports, setup, hintFile } = await openSite(shell, options);
  const { act, effect } = await decide(await lookAtSite(ports, setup), setup, ports);
  const who = readWho(shell, options.who);
  const whole = { ...act, who, why: options.why };
  const quiet = askingNoHost(ports, setup);
  const moves = moving.has(act.kind);
  const objection = moves ? objectionOfPlan(whole, await lookAhead(quiet, setup)) : null;
  if (objection !== null) throw failure('ACT_SENSELESS', objection);
  await recordAct(ports, setup, whole);
  writeFileSync(hintFile, '', { mode: 0o600 });
  const left = moves && 'patch' in act ? blockersOf(await lookAhead(quiet, setup), act.patch) : [];
  return {
    exit: 0,
    text: [effect, ...leftAsLines(left)].join('\n'),
    json: {
      ...{ kind: 'recorded', site: setup.site, who, why: options.why, act },
      waits: left.map(toldBlocker),
    },
  };
}

/** Acts after which a person expects that the patch goes in, or out. */
const moving: ReadonlySet<ActFact['kind']> = new Set([
  'install-now',
  'install-at',
  'approve',
  'consent',
  'retry',
  'resume',
  'keep',
  'remove',
]);

function blockersOf({ plan }: Pick<Outlook, 'plan'>, patch: PatchId): readonly Blocker[] {
  const step = plan?.steps.find(({ release }) => release.id === patch);
  return step?.kind === 'wait' ? step.blockers : [];
}

function leftAsLines(blockers: readonly Blocker[]): readonly string[] {
  if (blockers.length === 0) return [];
  return [
    'It still waits:',
    ...blockers.map(({ reason, message }) => `  ${reason}: ${plainText(message, 500)}`),
  ];
}

/** The release that the site knows under this id, from the target's own register. Failure PATCH_UNKNOWN. */
export function knownRelease({ installed }: SiteView, patch: PatchId, site: string): Digest {
  const record = installed.patches.get(patch);
  if (record === undefined) throw failure('PATCH_UNKNOWN', { patch, site });
  return record.releaseDigest;
}
