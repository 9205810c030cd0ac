import type { Command } from 'commander';
import { localAsText } from '../../../policy/zoned-time.ts';
import { siteZone } from '../../../reconcile/site-zone.ts';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import { readMoment } from '../read-moment.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet install <patch>`: the operator's leave, now or from a time on. */
export function defineInstall(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Says that a patch may be installed at this site, for patches whose policy waits for the operator. The next pass installs it.',
      'Windows, freezes, holds and gates still hold. The leave is for this very release and ends with its next attempt.',
    ],
    examples: [
      ['patchfleet install LAB-2026.014 --why "agreed with the ward"', 'let the next pass install it'],
      ['patchfleet install LAB-2026.014 --at 2026-11-30T02:00+01:00 --why "quiet night"', 'not before then'],
    ],
  })
    .argument('<patch>', 'id of the patch')
    .option('--at <time>', 'not before this time: 2026-11-30T02:00+01:00, or 4h, 3d from now')
    .action(
      shell.answer((word: string, options: ActOptions & { readonly at?: string }) => {
        const patch = readPatchId(word);
        return actOnSite(shell, options, async (view, setup, ports) => {
          const { site } = setup;
          const releaseDigest = knownRelease(view, patch, site);
          const zone = await siteZone(ports, setup, view.installed);
          const from = options.at === undefined ? null : readMoment('--at', options.at, shell.now(), zone);
          if (from === null) {
            const effect = `The next pass at ${site} may install ${patch}.`;
            return { act: { kind: 'install-now', patch, releaseDigest }, effect };
          }
          const effect = `${site} may install ${patch} from ${localAsText(from, zone)} on.`;
          return { act: { kind: 'install-at', patch, releaseDigest, from }, effect };
        });
      }),
    );
}
