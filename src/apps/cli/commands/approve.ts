import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import type { Place } from '../../../kit/manifest.ts';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId, readWho } from '../open-site.ts';
import { readMoment } from '../read-moment.ts';
import type { Shell } from '../shell.ts';
import type { TermsOptions } from '../sign-into-repository.ts';
import {
  digestInWorkingCopy,
  openWorkingCopy,
  readRingName,
  readSiteName,
  signIntoRepository,
} from '../sign-into-repository.ts';
import { readSigner } from '../signing.ts';

type Options = ActOptions &
  TermsOptions & { readonly site?: string; readonly ring?: string; readonly expires?: string };

/** `patchfleet approve <patch>`: at this site, or as a signed file in the patches repository. */
export function defineApprove(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      "Gives a named person's leave for one release, for patches whose policy asks for approvals. It is bound to the release digest: it never covers anything else. Who signed the release does not count.",
      'At a site it is recorded in the journal there. With --repository it writes the signed file approvals/<site or ring>/<id>/<who>.yaml into the working copy, which takes effect once it is on main and published. It counts only by a key that the site trusts as approver, under the name given with --who.',
    ],
    examples: [
      [
        'patchfleet approve LAB-2026.014 --repository . --ring prod --who rita.gomes --key ~/.ssh/rita --why "tested in uat"',
        'for a whole ring',
      ],
      [
        'patchfleet approve LAB-2026.014 --who rita.gomes --key ~/.ssh/rita --why "tested here"',
        'at this site',
      ],
    ],
  })
    .argument('<patch>', 'id of the patch')
    .option('--key <file>', 'private SSH key of the approver (or PATCHFLEET_KEY)')
    .option(
      '--repository [folder]',
      'write a signed file into this working copy (default: around the current folder)',
    )
    .option('--site <name>', 'with --repository: for this site')
    .option('--ring <name>', 'with --repository: for this ring')
    .option('--expires <time>', 'with --repository: until then: 2026-11-30T02:00+01:00, or 4h, 3d from now')
    .action(shell.answer((word: string, options: Options) => approve(shell, word, options)));
}

async function approve(shell: Shell, word: string, options: Options): Promise<Answer> {
  const patch = readPatchId(word);
  if (options.repository === undefined) {
    const { publicKey } = readSigner(shell, options.key);
    return actOnSite(shell, options, (view, { site }) => ({
      act: { kind: 'approve', patch, releaseDigest: knownRelease(view, patch, site), key: publicKey },
      effect: `${patch} is approved at ${site}.`,
    }));
  }
  const top = openWorkingCopy(shell, options);
  const terms = {
    kind: 'approval',
    place: readPlace(options),
    patch,
    releaseDigest: await digestInWorkingCopy(top, patch),
    who: readWho(shell, options.who),
    why: options.why,
    at: shell.now(),
    expiresAt: options.expires === undefined ? null : readMoment('--expires', options.expires, shell.now()),
  } as const;
  return signIntoRepository(shell, top, terms, options);
}

function readPlace({ site, ring }: Options): Place {
  if (site !== undefined && ring === undefined) return { kind: 'site', name: readSiteName(site) };
  if (ring !== undefined && site === undefined) return { kind: 'ring', name: readRingName(ring) };
  throw failure('ARGUMENT_MISSING', { what: 'one place', where: 'either --site NAME or --ring NAME' });
}
