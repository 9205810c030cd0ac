import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../../../adapters/files/system-clock.ts';
import type { GitRemote } from '../../../adapters/git/git-remote.ts';
import { failure, isFailure } from '../../../base/failure.ts';
import type { ListeningPages } from '../../page/listen-for-pages.ts';
import { listenForPages } from '../../page/listen-for-pages.ts';
import { withScratchFolder } from '../../scratch-folder.ts';
import { openTargetToRead } from '../../open-target-to-read.ts';
import { createStudio } from '../../studio/create-studio.ts';
import type { DocumentSource } from '../../studio/document-source.ts';
import { openExportSource } from '../../studio/export-source.ts';
import { openStudioDesk } from '../../studio/open-desk.ts';
import { openStudioKeys } from '../../studio/studio-sign-in.ts';
import { openTargetSource } from '../../studio/target-source.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import { readRemote } from '../open-patches.ts';
import { configPath } from '../open-site.ts';
import { readPublishers } from '../release-options.ts';
import type { Shell } from '../shell.ts';
import { openWorkingCopy } from '../sign-into-repository.ts';

interface Options {
  readonly repository?: string;
  readonly from?: string;
  readonly exports?: readonly string[];
  readonly status?: string;
  readonly channel: string;
  readonly trust?: readonly string[];
  readonly port: string;
  readonly state?: string;
}

/** `patchfleet studio`: pages that make a patch, for people who do not live in a terminal. */
export function defineStudio(command: Command, shell: Shell): void {
  describeCommand(command, {
    description: [
      'Serves pages to this machine’s browsers that make a patch: pick documents of export files or of a development server, see what they change against what the fleet was sent, write notes and parameters, say when it goes in with a calendar of windows and freezes, check it, and commit it to a branch propose/ID.',
      'Works over a working copy of the patches repository, whose files and index it does not touch; nothing is pushed. A server is only read. Drafts are kept in the state folder.',
      'The terminal shows the address. It lets one browser in; after that the terminal shows the next. Ctrl-C ends the studio.',
    ],
    examples: [
      ['patchfleet studio --exports ~/exports', 'make patches of export files'],
      ['patchfleet studio --from dev.yaml', 'of the documents of a development server'],
    ],
  })
    .option('--repository <folder>', 'the working copy (default: the one around the current folder)')
    .option('--exports <path...>', 'export files, and folders of them')
    .option('--from <file>', 'a site.yaml, whose engine reaches the development server')
    .option('--status <url>', 'where the sites say how they are (default: the patches repository)')
    .option('--channel <name>', 'the channel that the sites follow', 'default')
    .option('--trust <key...>', 'public keys that may write the channel: "ssh-ed25519 AAAA…"')
    .option('--port <number>', 'port on loopback; 0 is any that is free', '0')
    .option('--state <folder>', 'where drafts are kept (default: below ~/.local/state/patchfleet)')
    .action(shell.answer((options: Options) => serveStudio(shell, options)));
}

async function serveStudio(shell: Shell, options: Options): Promise<Answer> {
  const port = readPort(options.port);
  const top = openWorkingCopy(
    shell,
    options.repository === undefined ? {} : { repository: options.repository },
  );
  if (!existsSync(join(top, '.git')))
    throw failure('WRONG_ARGUMENT', {
      what: '--repository',
      word: top,
      expected: 'the top folder of a git working copy',
    });
  const state = options.state ?? stateFolder(shell, top);
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return withScratchFolder((scratch) => serveOver(shell, options, { port, top, state, zone, scratch }));
}

interface StudioPlace {
  readonly port: number;
  readonly top: string;
  readonly state: string;
  readonly zone: string;
  /** For what a development server's engine keeps beside it; the caller removes it. */
  readonly scratch: string;
}

async function serveOver(shell: Shell, options: Options, place: StudioPlace): Promise<Answer> {
  const { port, top, state, zone } = place;
  const { source, secrets } = await openSource(shell, options, place);
  const remote = findRemote({ ...shell, cwd: top });
  const statusUrl = options.status ?? remote?.url;
  const keys = readPublishers(options.trust === undefined ? {} : { trust: options.trust });
  const desk = openStudioDesk({
    ...{ shell, top, source, state, zone, remote, secrets, channel: options.channel },
    status: statusUrl === undefined ? null : { account: remote?.account ?? null, ca: null, url: statusUrl },
    publishers: { keys, unsigned: keys.length === 0 },
  });
  let url = '';
  const studioKeys = openStudioKeys(userInfo().username, (token) => {
    shell.tell(`A browser signed in. The next one comes in at ${addressOf(url, token)}`);
  });
  const studio = createStudio(desk, {
    ...{ keys: studioKeys, clock: systemClock() },
    note: (note) => {
      shell.terminal.remark(
        note.kind === 'request-refused' ? `Refused a request: ${note.why}` : bugText(note.error),
      );
    },
  });
  const listening = await listenForPages(studio, { host: '127.0.0.1', port, tls: null }).catch(otherwise);
  url = listening.url;
  shell.tell(`The studio serves ${top} at\n\n  ${addressOf(url, studioKeys.token())}\n\nCtrl-C ends it.`);
  await untilEnded(shell, listening);
  return { exit: 0, text: '', json: { kind: 'studio-ended', url } };
}

function readPort(word: string): number {
  const port = /^\d{1,5}$/.test(word) ? Number(word) : Number.NaN;
  if (port <= 65_535) return port;
  throw failure('WRONG_ARGUMENT', { what: '--port', word, expected: 'a number up to 65535' });
}

/** As the XDG Base Directory Specification names the place for what a program keeps. */
function stateFolder({ env }: Shell, top: string): string {
  const base = env['XDG_STATE_HOME'] ?? join(env['HOME'] ?? homedir(), '.local', 'state');
  const digest = createHash('sha256').update(top).digest('hex').slice(0, 12);
  return join(base, 'patchfleet', 'studio', `${basename(top)}-${digest}`);
}

async function openSource(
  shell: Shell,
  { from, exports: words = [] }: Options,
  { zone, scratch }: StudioPlace,
): Promise<{ readonly source: DocumentSource; readonly secrets: readonly string[] }> {
  if (from === undefined) {
    if (words.length > 0) return { source: openExportSource(shell.cwd, words, zone), secrets: [] };
    throw failure('ARGUMENT_MISSING', {
      what: 'source of documents',
      where: '--exports FOLDER or --from site.yaml',
    });
  }
  if (words.length > 0)
    throw failure('WRONG_ARGUMENT', {
      what: '--exports',
      word: words.join(' '),
      expected: 'no --from beside it',
    });
  const { target, engine, secrets } = await openTargetToRead(configPath(shell, from), shell.env, scratch);
  for (const secret of secrets) shell.keepSecret(secret);
  const { target: title, version } = await target.look();
  return { source: openTargetSource(title, target, engine === 'iris' ? version : null), secrets };
}

/** Null: the working copy has no host. */
function findRemote(shell: Shell): GitRemote | null {
  try {
    return readRemote(shell, {});
  } catch (error) {
    if (isFailure(error, 'ARGUMENT_MISSING')) return null;
    throw error;
  }
}

function addressOf(url: string, token: string): string {
  return `${url}/sign-in/${token}`;
}

function bugText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function otherwise(error: unknown): never {
  if (!isFailure(error, 'PAGE_ADDRESS_UNUSABLE')) throw error;
  throw failure('STUDIO_ADDRESS_UNUSABLE', error.details, error);
}

function untilEnded({ takeSignals }: Shell, listening: ListeningPages): Promise<void> {
  return new Promise((resolve, reject) => {
    takeSignals?.((signal) => {
      if (signal === 'SIGINT' || signal === 'SIGTERM') listening.close().then(resolve, reject);
    });
  });
}
