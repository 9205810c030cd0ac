import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import type { ObjectId } from '../../../base/names.ts';
import { localAsText } from '../../../policy/zoned-time.ts';
import type { ChannelComparison, ChannelState } from '../../../reconcile/compare-channels.ts';
import { compareChannels } from '../../../reconcile/compare-channels.ts';
import { lookAtSite } from '../../../reconcile/look-at-site.ts';
import type { Problem } from '../../../reconcile/pass-event.ts';
import { readChannel } from '../../../reconcile/read-channel.ts';
import { actOnSite } from '../act-on-site.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { SiteOptions } from '../open-site.ts';
import { openSite, withSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';

interface AcceptOptions extends SiteOptions {
  readonly commit?: string;
  readonly why?: string;
  readonly who?: string;
}

/** `patchfleet accept-channel`: shows the older or forked commit that the host offers; with `--commit` lets in that one, and no other. */
export function defineAcceptChannel(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      'Lets in a channel whose counter went back, or that was written anew. Signatures still count.',
      'Without --commit it lets nothing in: it shows what the host offers against what this site obeys, and the command to type. Exit code 2 then.',
      'Find out first why it went back: a site refuses that because somebody may be hiding a recall from it. What is let in is that commit alone, for a day at most, and no longer once the host offers another that can be obeyed.',
    ],
    examples: [
      ['patchfleet accept-channel', 'see what the host offers, and what is obeyed'],
      [
        'patchfleet accept-channel --commit 3f9c01d2a7b4 --why "host restored from backup, INC-881"',
        'obey the channel again',
      ],
    ],
  })
    .option('--commit <id>', 'the commit that the host offers: its first 8 characters, or more')
    .option('--why <reason>', 'why, in one line; it is kept in the journal and shown to others')
    .option('--who <name>', 'who acts (or PATCHFLEET_WHO; default: the user of this machine)')
    .action(
      shell.answer((options: AcceptOptions) =>
        options.commit === undefined ? compare(shell, options) : accept(shell, options, options.commit),
      ),
    );
}

function accept(shell: Shell, { config, who, why }: AcceptOptions, word: string): Promise<Answer> {
  if (why === undefined || why === '') throw failure('ARGUMENT_MISSING', { what: 'reason', where: '--why' });
  const start = readCommitStart(word);
  const options = { why, ...(config === undefined ? {} : { config }), ...(who === undefined ? {} : { who }) };
  return actOnSite(shell, options, async ({ installed }, setup, ports) => {
    const { site, channel } = setup;
    const offered = refusedOf(await readChannel(ports, setup, installed));
    assertMeant(start, offered);
    const effect = `The next pass of ${site} takes commit ${offered.slice(0, 12)} of the channel.`;
    return { act: { kind: 'accept-channel', channel, commit: offered }, effect };
  });
}

function readCommitStart(word: string): string {
  if (/^[0-9a-f]{8,40}$/i.test(word)) return word.toLowerCase();
  const expected = 'the commit that the host offers: its first 8 characters, or more';
  throw failure('WRONG_ARGUMENT', { what: '--commit', word, expected });
}

/** The commit that the host offers and this site refuses. Failure ACT_SENSELESS where it refuses none that a person may let in. */
function refusedOf({ problems }: { readonly problems: readonly Problem[] }): ObjectId {
  for (const { acceptable } of problems) if (acceptable !== undefined) return acceptable;
  const [problem] = problems;
  throw failure('ACT_SENSELESS', {
    why: `The host offers no channel here that went back. ${problem?.message ?? ''}`.trim(),
    next: 'See `patchfleet doctor` for what it offers.',
  });
}

/** Failure ACT_SENSELESS where the host offers another. */
function assertMeant(start: string, offered: ObjectId): void {
  if (offered.startsWith(start)) return;
  throw failure('ACT_SENSELESS', {
    why: `The host offers commit ${offered.slice(0, 12)} of the channel, and not ${start.slice(0, 12)}.`,
    next: '`patchfleet accept-channel` shows what is offered against what is obeyed.',
  });
}

async function compare(shell: Shell, options: SiteOptions): Promise<Answer> {
  const { ports, setup } = await openSite(shell, options);
  const { installed } = await lookAtSite(ports, setup);
  const refused = refusedOf(await readChannel(ports, setup, installed));
  const compared = await compareChannels(ports, setup, refused, installed);
  const { channel, site } = setup;
  const where = options.config === undefined ? '' : ` --config ${options.config}`;
  const command = `patchfleet accept-channel${where} --commit ${refused.slice(0, 12)} --why REASON`;
  const { offered, obeyed } = compared;
  return {
    exit: 2,
    text: asText(compared, { channel, command }),
    json: {
      kind: 'channel-offered',
      site,
      channel,
      offered: asJson(offered),
      obeyed: asJson(obeyed),
      command,
    },
  };
}

function asText(
  { offered, obeyed, zone }: ChannelComparison,
  { channel, command }: { readonly channel: string; readonly command: string },
): string {
  return [
    `The host offers a state of the channel ${channel} that this site refuses: nothing was let in.`,
    `  offered: ${stateAsText(offered, zone)}`,
    `  obeyed:  ${stateAsText(obeyed, zone)}`,
    'Find out first why it went back: somebody may be hiding a recall from this site. To let just this commit in:',
    `  ${command}`,
  ].join('\n');
}

function stateAsText({ commit, counter, told }: ChannelState, zone: string): string {
  const named = `commit ${commit.slice(0, 12)}, counter ${counter}`;
  if (told === null) return `${named}; what it says cannot be read here any more`;
  const signed = told.signer === null ? 'not signed' : `signed by ${told.signer}`;
  return `${named}, published at ${localAsText(told.publishedAt, zone)}, ${signed}`;
}

function asJson({ commit, counter, told }: ChannelState) {
  const publishedAt = told === null ? null : new Date(told.publishedAt).toISOString();
  return { commit, counter, publishedAt, signedBy: told?.signer ?? null };
}
