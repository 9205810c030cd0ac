import type { Command } from 'commander';
import { acceptBaseline, findBaseline } from '../../../reconcile/baseline.ts';
import type { BaselineFinding } from '../../../plan/compute-baseline.ts';
import { tableAsText } from '../../../report/table-as-text.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { SiteOptions } from '../open-site.ts';
import { openSite, readPatchId, readWho, withSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';

type Options = SiteOptions & { readonly accept?: readonly string[]; readonly who?: string };

/** `patchfleet baseline`: takes a site that was patched by hand into the fleet. */
export function defineBaseline(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      'Finds which releases the documents of a site match that was patched by hand: present (every document is as this release or a later one puts it), edited (as present, with local edits on top), partly, or absent. Nothing is changed.',
      "With --accept the named releases are written into the target's register as installed, so that the site joins the fleet from there.",
    ],
    examples: [
      ['patchfleet baseline', 'see what is there'],
      ['patchfleet baseline --accept LAB-2026.001 LAB-2026.002', 'take these for installed'],
    ],
  })
    .option('--accept <patch...>', 'releases that count as installed from now on')
    .option('--who <name>', 'who says so (or PATCHFLEET_WHO; default: the user of this machine)')
    .action(shell.answer((options: Options) => baseline(shell, options)));
}

async function baseline(shell: Shell, options: Options): Promise<Answer> {
  const accepted = (options.accept ?? []).map(readPatchId);
  const { ports, setup } = await openSite(shell, options);
  if (accepted.length > 0) {
    const who = readWho(shell, options.who);
    await acceptBaseline(ports, setup, accepted, who);
    return {
      exit: 0,
      text: `${setup.site} counts as having ${accepted.join(', ')}.`,
      json: { kind: 'baseline-accepted', site: setup.site, who, patches: accepted },
    };
  }
  shell.terminal.progress('Comparing the target with every release …');
  const { findings, unseen } = await findBaseline(ports, setup);
  const complete = findings.every(({ state }) => state === 'present' || state === 'absent');
  return {
    exit: complete && unseen.size === 0 ? 0 : 1,
    text: findingsAsText(findings, unseen),
    json: { kind: 'baseline', site: setup.site, findings, unseen },
  };
}

function findingsAsText(findings: readonly BaselineFinding[], unseen: ReadonlyMap<string, string>): string {
  const rows = findings.map(({ patch, state, edits, missing }) => [
    patch,
    state,
    edits.join(' '),
    missing.join(' '),
  ]);
  const table = rows.length === 0 ? [] : [tableAsText(['PATCH', 'STATE', 'EDITED BY HAND', 'MISSING'], rows)];
  const lines = [...table, ...[...unseen].map(([patch, why]) => `${patch} could not be compared: ${why}`)];
  return lines.length === 0 ? 'There is no release that this site does not have.' : lines.join('\n');
}
