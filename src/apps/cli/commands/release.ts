import type { Command } from 'commander';
import type { Released } from '../../../publish/release-and-publish.ts';
import { releaseAndPublish } from '../../../publish/release-and-publish.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { RepositoryOptions } from '../open-patches.ts';
import { openPatches, withRepository } from '../open-patches.ts';
import { readPatchId } from '../open-site.ts';
import type { ChannelOptions } from '../release-options.ts';
import {
  channelAsJson,
  channelAsText,
  readPublishers,
  readPublishOrder,
  refuseWithoutPublish,
  withChannel,
} from '../release-options.ts';
import type { Shell } from '../shell.ts';
import type { SigningOptions } from '../signing.ts';
import { readSigning, withSigning } from '../signing.ts';

type Options = RepositoryOptions & SigningOptions & ChannelOptions & { readonly publish?: boolean };

/** `patchfleet release <patch...>`: release commit and signed tag, and with --publish the channel in the same push. */
export function defineRelease(command: Command, shell: Shell): void {
  describeCommand(command, {
    description: [
      'Releases patches as they lie on main of the patches repository: checks them, makes for each a commit whose tree is exactly the folder of the patch, and the signed tag patch/<id> that carries the release digest.',
      'What a release is never changes: a patch that is released already with the same digest is left as it is, with another it is an error. With --publish the channel follows in the same push: all of it is visible afterwards, or nothing.',
    ],
    examples: [
      [
        'patchfleet release LAB-2026.014 --publish --key ~/.ssh/release',
        'release a patch that was merged, and tell the sites',
      ],
      [
        'patchfleet release LAB-2026.014 LAB-2026.015 --repository https://git.example.org/lab/patches.git',
        'tags only',
      ],
    ],
  });
  withChannel(withSigning(withRepository(command)))
    .argument('<patch...>', 'ids of the patches')
    .option('--publish', 'publish the channel in the same push')
    .action(shell.answer((words: readonly string[], options: Options) => release(shell, words, options)));
}

async function release(shell: Shell, words: readonly string[], options: Options): Promise<Answer> {
  const patches = words.map(readPatchId);
  if (options.publish !== true) refuseWithoutPublish(options);
  const signing = readSigning(shell, options);
  const publish = options.publish === true ? readPublishOrder(options, signing) : null;
  const released = await openPatches(shell, options, (repository) =>
    releaseAndPublish(repository, { patches, signing, publish, publishers: readPublishers(options) }),
  );
  return { exit: 0, text: asText(released), json: asJson(released) };
}

function asText({ releases, channel }: Released): string {
  const lines = releases.map(({ kind, patch, releaseDigest }) =>
    kind === 'new'
      ? `released ${patch}, digest ${releaseDigest}`
      : `${patch} is already released, digest ${releaseDigest}`,
  );
  return [...lines, ...(channel === null ? [] : [channelAsText(channel)])].join('\n');
}

function asJson({ releases, channel }: Released): Answer['json'] {
  return {
    kind: 'released',
    releases: releases.map(({ kind, patch, releaseDigest, tag }) => ({
      state: kind,
      patch,
      releaseDigest,
      tag,
    })),
    channel: channel === null ? null : channelAsJson(channel),
  };
}
