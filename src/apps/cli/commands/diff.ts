import type { Command } from 'commander';
import { digestOf } from '../../../base/digest.ts';
import type { PatchId } from '../../../base/names.ts';
import { kindOf } from '../../../document/document-name.ts';
import { findDrift } from '../../../reconcile/find-drift.ts';
import { lookAtSite } from '../../../reconcile/look-at-site.ts';
import type { Difference } from '../../../reconcile/patch-differences.ts';
import { patchDifferences, stagePatch } from '../../../reconcile/patch-differences.ts';
import { readChannel } from '../../../reconcile/read-channel.ts';
import { differenceLines } from '../../../report/difference-lines.ts';
import { visibleLine } from '../../../report/visible-line.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { OpenSite, SiteOptions } from '../open-site.ts';
import { looksOnly, openSite, readPatchId, withSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';

type Options = SiteOptions & { readonly all?: boolean };

/** Lines of one document that a terminal is given unasked. */
const mostLines = 200;

/** `patchfleet diff [patch]`: what a patch would change, line by line; without a patch, what has drifted. */
export function defineDiff(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      'With a patch: shows what installing it would change at this site, document by document and line by line, as the target stands now. It is for the terminal on site: globals are shown with their values.',
      'Without a patch: lists the drift, documents of installed patches that are no longer what was installed.',
      'Of a document with very many differences the first 200 lines are shown, and the rest is counted; --all shows it. Of globals it shows the nodes that differ.',
      'Exit code 1 where there is a difference. With --json there are names and digests only.',
      looksOnly,
    ],
    examples: [
      ['patchfleet diff LAB-2026.014', 'see what a patch would change here'],
      ['patchfleet diff', 'has somebody changed what patches put here?'],
    ],
  })
    .argument('[patch]', 'id of the patch')
    .option('--all', 'every line that differs, however many')
    .action(
      shell.answer(async (word: string | undefined, options: Options) => {
        const site = await openSite(shell, options);
        return word === undefined
          ? diffDrift(shell, site)
          : diffPatch(shell, site, {
              patch: readPatchId(word),
              most: options.all === true ? Infinity : mostLines,
            });
      }),
    );
}

async function diffDrift(shell: Shell, { ports, setup }: OpenSite): Promise<Answer> {
  const { installed } = await lookAtSite(ports, setup);
  const drifted = await findDrift(ports, installed);
  const lines = drifted.map(({ name, now }) => `${now === null ? '-' : '~'} ${name}`);
  const none = `Every document that patches put at ${setup.site} is what was installed.`;
  return {
    exit: drifted.length === 0 ? 0 : 1,
    text:
      drifted.length === 0
        ? none
        : [shell.terminal.paint('wait', 'No longer what was installed:'), ...lines].join('\n'),
    json: { kind: 'drift', site: setup.site, documents: drifted },
  };
}

async function diffPatch(
  shell: Shell,
  site: OpenSite,
  { patch, most }: { readonly patch: PatchId; readonly most: number },
): Promise<Answer> {
  const differences = await findDifferences(site, patch);
  const text = differences.map((one) => differenceAsText(one, most, shell));
  return {
    exit: differences.length === 0 ? 0 : 1,
    text: differences.length === 0 ? `${patch} would change nothing here.` : text.join('\n\n'),
    json: {
      kind: 'diff',
      site: site.setup.site,
      patch,
      documents: differences.map(({ name, before, after }) => ({
        name,
        before: before === null ? null : digestOf(before),
        after: after === null ? null : digestOf(after),
      })),
    },
  };
}

async function findDifferences({ ports, setup }: OpenSite, patch: PatchId): Promise<readonly Difference[]> {
  const view = await lookAtSite(ports, setup);
  const { desired } = await readChannel(ports, setup, view.installed);
  const staged = await stagePatch(ports, setup, { desired, view }, patch);
  const differences: Difference[] = [];
  for await (const difference of patchDifferences(ports, staged)) differences.push(difference);
  return differences;
}

function differenceAsText(difference: Difference, most: number, { terminal }: Shell): string {
  const { name, before, after } = difference;
  const what = before === null ? 'added' : after === null ? 'deleted' : 'changed';
  const { lines: found, more, nodes } = differenceLines(difference, most);
  const heading = terminal.paint(
    'strong',
    `${kindOf(name)} ${name} (${[what, nodes].filter(Boolean).join('; ')})`,
  );
  const lines = found.map(({ kind, text }) => {
    switch (kind) {
      case 'new':
        return terminal.paint('good', `+ ${visibleLine(text)}`);
      case 'old':
        return terminal.paint('bad', `- ${visibleLine(text)}`);
      case 'same':
        return `  ${visibleLine(text)}`;
      case 'left-out':
        return '  …';
    }
  });
  const rest = more === 0 ? [] : [`  … ${more} more lines: --all shows them`];
  return [heading, ...lines, ...rest].join('\n');
}
