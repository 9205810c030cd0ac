import type { Command } from 'commander';
import { plainText } from '../../../base/plain-text.ts';
import type { Blocker } from '../../../plan/plan.ts';
import { rehearse } from '../../../reconcile/rehearse.ts';
import { rehearsalAsText } from '../../../report/rehearsal-as-text.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { SiteOptions } from '../open-site.ts';
import { openSite, readPatchId, withSite } from '../open-site.ts';
import { passEventAsText } from '../../pass-event-as-text.ts';
import type { Shell } from '../shell.ts';

type Options = SiteOptions & { readonly json?: boolean };

/** `patchfleet rehearse <patch>`: install and rollback on a copy. */
export function defineRehearse(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      "Installs a patch on a copy of this site's database and undoes it there, by the very steps of an attempt, and compares the whole copy before and after. The database itself is only read, while everybody goes on working with it; GT.M notes the copy as its last full backup, so make your own incremental backups with `-since=record` (and full ones with `-record`), not `-since=database`. `patchfleet plan` shows the last rehearsal of a release.",
      "It needs room for the copy, and an engine that can make one (`mumps`). Holds, windows and approvals do not keep it from a rehearsal; what keeps the patch from the site itself is said at the end. What the patch's own code does outside of its database is done in earnest. Exit code 1: it did not go well.",
    ],
    examples: [['patchfleet rehearse LAB-2026.014', 'see how a patch would go here, and how long it takes']],
  })
    .argument('<patch>', 'id of the patch')
    .action(shell.answer((word: string, options: Options) => rehearseAtSite(shell, word, options)));
}

async function rehearseAtSite(shell: Shell, word: string, options: Options): Promise<Answer> {
  const patch = readPatchId(word);
  const { ports, setup } = await openSite(shell, options);
  const { fact, blockers, unrecorded } = await rehearse(ports, setup, patch, {
    openScratch: async () => (await import('../../wire.ts')).openScratchSite(ports, patch),
    wait: waiting(shell),
    tell: (event) => {
      const line = passEventAsText(event);
      if (line === null) return;
      if (options.json === true) shell.terminal.progress(line);
      else shell.tell(line);
    },
  });
  const { ok, why, installing, undoing, undeclared, releaseDigest } = fact;
  return {
    exit: ok ? 0 : 1,
    text: [
      shell.terminal.paint(ok ? 'good' : 'bad', `${patch} ${rehearsalAsText(fact)}`),
      ...blockersAsLines(blockers),
      ...unrecordedAsLines(unrecorded),
    ].join('\n'),
    json: {
      kind: 'rehearsed',
      site: setup.site,
      patch,
      releaseDigest,
      ok,
      why,
      installing,
      undoing,
      undeclared,
      blockers,
      recorded: unrecorded === null,
    },
  };
}

/** A rehearsal tries a patch whatever keeps it from the site; the site still waits for that. */
function blockersAsLines(blockers: readonly Blocker[]): readonly string[] {
  if (blockers.length === 0) return [];
  return ['The patch itself waits here:', ...blockers.map(({ message }) => `  ${plainText(message, 500)}`)];
}

function unrecordedAsLines(holder: string | null): readonly string[] {
  if (holder === null) return [];
  return [
    `\`patchfleet plan\` will not show this rehearsal: all the while ${plainText(holder, 200)} worked on the target. Keep what is said above, or rehearse once more.`,
  ];
}

/** Milliseconds between two looks, and how many looks. */
const patience = { pause: 2_000, looks: 150 };

function waiting({ terminal }: Shell): (holder: string) => Promise<boolean> {
  let looks = 0;
  return async (holder) => {
    looks += 1;
    if (looks > patience.looks) return false;
    terminal.progress(`Waiting for ${plainText(holder, 200)}, to write the result into the journal …`);
    await new Promise((resolve) => setTimeout(resolve, patience.pause));
    return true;
  };
}
