import type { Command } from 'commander';
import { failure } from '../../base/failure.ts';
import { publicKeyField } from '../../base/field-schemas.ts';
import type { FleetState } from '../../desired/read-desired-state.ts';
import { readFleetState } from '../../desired/read-desired-state.ts';
import type { NamedKey, Trust } from '../../desired/trust.ts';
import type { Repository } from '../../ports/repository.ts';
import { openSiteRepository } from '../wire.ts';
import type { Answer } from './answer.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import { readAccount } from './open-patches.ts';
import type { Shell } from './shell.ts';

export interface FleetOptions {
  readonly repository?: string;
  readonly status?: string;
  readonly channel?: string;
  readonly trust?: readonly string[];
  readonly operator?: readonly string[];
}

/** Gives a command the options with which somebody looks at the fleet who has no site. */
export function withoutSite(command: Command): Command {
  return command
    .option('--repository <url>', 'look without a site: the patches repository on its host')
    .option('--status <url>', 'where the sites say how they are (default: the patches repository)')
    .option('--channel <name>', 'the channel to look at (default: default)')
    .option('--trust <key...>', 'public keys that may write the channel; needed without a site')
    .option('--operator <name=key...>', 'whose recalls count')
    .addHelpText(
      'after',
      '\nWithout a site, an account for https is taken from PATCHFLEET_GIT_USERNAME and PATCHFLEET_GIT_PASSWORD.\n',
    );
}

type Look = (
  shell: Shell,
  repository: Repository,
  desired: FleetState,
  problems: readonly [],
) => Promise<Answer>;

/** Fetches the channel into a folder that is gone afterwards, and looks; changes nothing. Failures ARGUMENT_MISSING, WRONG_ARGUMENT, CHANNEL_…. */
export async function lookWithoutSite(shell: Shell, options: FleetOptions, look: Look): Promise<Answer> {
  const { repository: url = '', status = url, channel = 'default' } = options;
  const trust = readTrust(options);
  const account = readAccount(shell);
  return withScratchFolder(async (state) => {
    const repository = await openSiteRepository({
      ...{ channel, state, git: 'auto' },
      patches: { url, account, ca: null },
      status: { url: status, account, ca: null },
    });
    shell.terminal.progress(`Asking ${url} …`);
    const { channel: tip } = await repository.poll();
    if (tip === null) throw failure('CHANNEL_MISSING', { channel });
    const tree = await repository.readChannel(tip);
    return look(shell, repository, readFleetState({ tree, trust }), []);
  });
}

function readTrust({ trust = [], operator = [] }: FleetOptions): Trust {
  if (trust.length === 0) {
    const where = '--trust KEY: a public key that may write the channel';
    throw failure('ARGUMENT_MISSING', { what: 'trusted key', where });
  }
  const publisher = trust.map((word) => readKey('--trust', word));
  return { publisher, release: [], approver: [], operator: operator.map(readOperator), unsigned: false };
}

function readOperator(word: string): NamedKey {
  const [name = '', ...key] = word.split('=');
  return { name, key: readKey('--operator', key.join('=')) };
}

function readKey(what: string, word: string): string {
  if (publicKeyField.safeParse(word).success) return word;
  throw failure('WRONG_ARGUMENT', { what, word, expected: '"ssh-ed25519 AAAA…", without comment' });
}
