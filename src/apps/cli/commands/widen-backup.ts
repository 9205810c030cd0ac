import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import { parseDocumentName } from '../../../document/parse-document-name.ts';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet widen-backup <patch> <document...>`: more than the manifest asks for, never less. */
export function defineWidenBackup(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Adds documents to the backup that is taken before the next attempt of a patch, besides those that the patch touches and those that its manifest names.',
    ],
    examples: [
      [
        `patchfleet widen-backup LAB-2026.014 '^LabRoute("in")' Lab.Router.cls --why "we changed these last week"`,
        'keep these too',
      ],
    ],
  })
    .argument('<patch>', 'id of the patch')
    .argument('<document...>', 'names of documents: Lab.Router.cls, LABIN.mac, ^LabConfig, ^LabRoute("in")')
    .action(
      shell.answer((word: string, names: readonly string[], options: ActOptions) => {
        const patch = readPatchId(word);
        const documents = names.map(readDocumentName);
        return actOnSite(shell, options, (view, { site }) => {
          knownRelease(view, patch, site);
          return {
            act: { kind: 'widen-backup', patch, documents },
            effect: `The next attempt of ${patch} at ${site} also backs up ${documents.join(', ')}.`,
          };
        });
      }),
    );
}

function readDocumentName(word: string): string {
  const name = parseDocumentName(word);
  if (name !== null) return name;
  const expected = 'a name such as Lab.Router.cls or ^LabConfig';
  throw failure('WRONG_ARGUMENT', { what: 'The document', word, expected });
}
