import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { nodeDisk } from '../../../adapters/files/node-disk.ts';
import { openPatchesRepository } from '../../../adapters/git/patches-repository.ts';
import { openStatusArchive } from '../../../adapters/git/status-archive.ts';
import { failure } from '../../../base/failure.ts';
import type { ObjectId } from '../../../base/names.ts';
import { computePreview } from '../../../fleet/preview/compute-preview.ts';
import type { PatchesRepository } from '../../../ports/patches-repository.ts';
import type { PatchFolder } from '../../../publish/patch-folder.ts';
import { idOfFolder } from '../../../publish/patch-folder.ts';
import { readPreviewInput } from '../../../publish/read-preview-input.ts';
import { readPublished } from '../../../publish/read-published.ts';
import type { OurKeys } from '../../../publish/why-not-ours.ts';
import { previewAsJson } from '../../../report/preview/preview-as-json.ts';
import { previewAsMarkdown } from '../../../report/preview/preview-as-markdown.ts';
import { previewAsText } from '../../../report/preview/preview-as-text.ts';
import { withScratchFolder } from '../../scratch-folder.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { RepositoryOptions } from '../open-patches.ts';
import { readRemote, withRepository } from '../open-patches.ts';
import { changedPatches, proposedFolders, proposedPolicy } from '../proposed-tree.ts';
import { readPublishers } from '../release-options.ts';
import type { Shell } from '../shell.ts';
import { openWorkingCopy } from '../sign-into-repository.ts';
import { openPatchFolder } from '../working-copy.ts';

interface Options extends RepositoryOptions {
  readonly status?: string;
  readonly channel: string;
  readonly trust?: readonly string[];
  readonly base?: string;
  readonly markdown?: boolean;
}

/** `patchfleet preview [patch...]`: what patches would do at every site, before they are merged. */
export function definePreview(command: Command, shell: Shell): void {
  describeCommand(command, {
    description: [
      'Says what patches of this working copy would do at every site, were they released and published as they lie here, with the fleet and policy that lie here: which documents change, against what each site is known to hold, with differences; what blocks them; when they would start; whose leave they want. Sites that would see the same are listed together.',
      'Without names: the patches that are new or changed against main of the host (--base: against another commit of this clone); where there are none, those that are not published.',
      'It is computed by the plan of the site’s own agent, from the signed statuses. What no status tells is said to be not known. Nothing is changed; what is fetched stays in the clone below refs/patchfleet/.',
      'Exit code 2 where a patch is released with another content already.',
    ],
    examples: [
      ['patchfleet preview --trust "ssh-ed25519 AAAA…"', 'what would this branch do?'],
      ['patchfleet preview LAB-2026.014 --markdown > preview.md', 'for a pull request'],
    ],
  });
  withRepository(command)
    .argument('[patch...]', 'folders of patches, or their ids')
    .option('--base <commit>', 'what is not new against this commit, branch or tag is left out')
    .option('--status <url>', 'where the sites say how they are (default: the patches repository)')
    .option('--channel <name>', 'the channel that the sites follow', 'default')
    .option('--trust <key...>', 'public keys that may write the channel: "ssh-ed25519 AAAA…"')
    .option('--markdown', 'print Markdown, with a timeline')
    .action(shell.answer((words: readonly string[], options: Options) => preview(shell, words, options)));
}

async function preview(shell: Shell, words: readonly string[], options: Options): Promise<Answer> {
  const top = openWorkingCopy(shell, {});
  const remote = readRemote(shell, options);
  return withScratchFolder(async (scratch) => {
    const disk = nodeDisk();
    const folder = existsSync(join(top, '.git')) ? top : join(scratch, 'patches');
    const repository = openPatchesRepository({ folder, remote, disk });
    shell.terminal.progress(`Asking ${remote.url} …`);
    await repository.refresh();
    const { channel, trust = [], status = remote.url } = options;
    const keys = readPublishers({ trust });
    const publishers = { keys, unsigned: keys.length === 0 };
    const patches = await proposedPatches(shell, top, { words, options, repository, publishers });
    const archive = openStatusArchive({
      folder: join(scratch, 'status'),
      remote: { ...remote, url: status },
      disk,
    });
    shell.terminal.progress(`Reading the statuses of the fleet …`);
    const order = { now: shell.now(), channel, publishers, patches, policyFiles: proposedPolicy(top) };
    const { input, remarks, changed } = await readPreviewInput(repository, archive, order);
    const found = computePreview(input);
    const isNothing = found.patches.length === 0 && found.policy.length === 0;
    const none = isNothing ? ['Neither a patch nor the policy is new or changed here.'] : [];
    const unchecked = publishers.unsigned
      ? [`Nobody was named with --trust: who wrote the channel was not checked.`]
      : [];
    const told = [...unchecked, ...remarks, ...none];
    const text =
      options.markdown === true
        ? previewAsMarkdown(found, told).trimEnd()
        : previewAsText(found, told, shell.terminal.paint);
    return { exit: changed.length === 0 ? 0 : 2, text, json: previewAsJson(found, told) };
  });
}

interface Asked {
  readonly words: readonly string[];
  readonly options: Options;
  readonly repository: PatchesRepository;
  readonly publishers: OurKeys;
}

/** The patches that were named, or else those that are not on the base. */
async function proposedPatches(shell: Shell, top: string, asked: Asked): Promise<readonly PatchFolder[]> {
  if (asked.words.length > 0) return asked.words.map((word) => openPatchFolder(shell.cwd, word));
  const { repository, options, publishers } = asked;
  const base =
    options.base === undefined ? await repository.readRef('refs/heads/main') : readBase(options.base);
  const files = base === null ? new Map<never, never>() : await repository.readFiles(base, 'patches');
  if (options.base !== undefined && (await repository.readFiles(readBase(options.base), '')).size === 0)
    throw wrongBase(options.base);
  const changed = changedPatches(top, files);
  if (changed.length > 0 || options.base !== undefined)
    return changed.map((path) => openPatchFolder(top, path));
  const published = await readPublished(repository, { channel: options.channel, ...publishers });
  const known = new Set<string>(published?.content.releases.map(({ id }) => id) ?? []);
  return proposedFolders(top)
    .filter((path) => !known.has(idOfFolder(path)))
    .map((path) => openPatchFolder(top, path));
}

/** A name that git reads as a commit, and nothing else. */
function readBase(word: string): ObjectId {
  if (/^[A-Za-z0-9][\w./~^-]{0,200}$/.test(word)) return word as ObjectId;
  throw wrongBase(word);
}

function wrongBase(word: string): Error {
  return failure('WRONG_ARGUMENT', {
    what: '--base',
    word,
    expected: 'a commit, branch or tag of this clone',
  });
}
