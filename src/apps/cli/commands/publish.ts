import type { Command } from 'commander';
import { publishChannel } from '../../../publish/release-and-publish.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { RepositoryOptions } from '../open-patches.ts';
import { openPatches, withRepository } from '../open-patches.ts';
import type { ChannelOptions } from '../release-options.ts';
import { channelAsJson, channelAsText, readPublishOrder, withChannel } from '../release-options.ts';
import type { Shell } from '../shell.ts';
import type { SigningOptions } from '../signing.ts';
import { readSigning, withSigning } from '../signing.ts';

type Options = RepositoryOptions & SigningOptions & ChannelOptions;

/** `patchfleet publish`: writes the channel from the released tags and the policy files on main. */
export function definePublish(command: Command, shell: Shell): void {
  describeCommand(command, {
    description: [
      'Writes the branch that sites follow, from the tags of releases and from fleet.yaml, rollouts/, approvals/, holds/ and recalls/ on main: a small signed commit, whose counter goes up by one.',
      'Where nothing changed there is nothing to do, unless the channel is near its expiry: run it daily, and sites know that they are not cut off.',
    ],
    examples: [['patchfleet publish --key ~/.ssh/publisher', 'tell the sites what was merged to main']],
  });
  withChannel(withSigning(withRepository(command))).action(
    shell.answer((options: Options) => publish(shell, options)),
  );
}

async function publish(shell: Shell, options: Options): Promise<Answer> {
  const order = readPublishOrder(options, readSigning(shell, options));
  const channel = await openPatches(shell, options, (repository) => publishChannel(repository, order));
  return { exit: 0, text: channelAsText(channel), json: { kind: 'published', ...channelAsJson(channel) } };
}
