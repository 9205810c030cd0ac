import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import type { Terms } from '../../../desired/terms.ts';
import { localAsText } from '../../../policy/zoned-time.ts';
import { siteZone } from '../../../reconcile/site-zone.ts';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, withAct } from '../act-on-site.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId, readWho } from '../open-site.ts';
import { readMoment } from '../read-moment.ts';
import type { Shell } from '../shell.ts';
import type { TermsOptions } from '../sign-into-repository.ts';
import {
  digestInWorkingCopy,
  openWorkingCopy,
  readSiteName,
  signIntoRepository,
  zoneInWorkingCopy,
} from '../sign-into-repository.ts';

type Options = ActOptions & TermsOptions & { readonly until?: string; readonly site?: string };

/** `patchfleet hold <patch>`: at this site, or as a signed file in the patches repository. */
export function defineHold(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Says "not this patch here, not now": the site does not install it until the hold ends, at --until or with `patchfleet resume`.',
      'With --repository it writes the signed file holds/<site>/<id>.yaml into the working copy instead, for a site that is far away; it takes effect once it is on main and published. There `all` in the place of the patch suspends the site.',
    ],
    examples: [
      ['patchfleet hold LAB-2026.014 --until 3d --why "audit this week"', 'at this site, for three days'],
      [
        'patchfleet hold LAB-2026.014 --repository . --site prod-madrid --key ~/.ssh/ben --why "asked by phone"',
        'at another site',
      ],
    ],
  })
    .argument('<patch>', 'id of the patch')
    .option('--until <time>', 'when it ends by itself: 2026-11-30T02:00+01:00, or 4h, 3d from now')
    .option(
      '--repository [folder]',
      'write a signed file into this working copy (default: around the current folder)',
    )
    .option('--site <name>', 'with --repository: the site')
    .option('--key <file>', 'with --repository: private SSH key that signs (or PATCHFLEET_KEY)')
    .action(shell.answer((word: string, options: Options) => hold(shell, word, options)));
}

async function hold(shell: Shell, word: string, options: Options): Promise<Answer> {
  const untilIn = (zone: string): number | null =>
    options.until === undefined ? null : readMoment('--until', options.until, shell.now(), zone);
  if (options.repository !== undefined) return holdInRepository(shell, word, untilIn, options);
  const patch = readPatchId(word);
  return actOnSite(shell, options, async ({ installed }, setup, ports) => {
    const zone = await siteZone(ports, setup, installed);
    const until = untilIn(zone);
    const end = until === null ? '' : ` until ${localAsText(until, zone)}`;
    const doubt = installed.patches.has(patch) ? '' : ` No patch of this id is known here yet: is it right?`;
    return {
      act: { kind: 'hold', patch, until },
      effect: `${patch} is held at ${setup.site}${end}.${doubt}`,
    };
  });
}

async function holdInRepository(
  shell: Shell,
  word: string,
  untilIn: (zone: string) => number | null,
  options: Options,
): Promise<Answer> {
  if (options.site === undefined) throw failure('ARGUMENT_MISSING', { what: 'site', where: '--site NAME' });
  const site = readSiteName(options.site);
  const top = openWorkingCopy(shell, options);
  const zone = zoneInWorkingCopy(top, site);
  const until = untilIn(zone);
  const patch = word === 'all' ? null : readPatchId(word);
  const releaseDigest = patch === null ? null : await digestInWorkingCopy(top, patch);
  const common = { who: readWho(shell, options.who), why: options.why, at: shell.now() };
  const terms: Terms = { kind: 'hold', site, patch, releaseDigest, until, ...common };
  const signed = signIntoRepository(shell, top, terms, options);
  if (until === null) return signed;
  return { ...signed, text: `${signed.text}\nIt ends by itself at ${localAsText(until, zone)}.` };
}
