import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { failure } from '../../base/failure.ts';
import { isObjectId } from '../../base/names.ts';
import type { ObjectId } from '../../base/names.ts';
import { redact } from '../../base/redact.ts';
import { privateFolderMode } from '../files/private-folder.ts';
import { complaintOf } from './git-complaint.ts';
import { gitEnvironment } from './git-environment.ts';
import type { GitProgramOptions, GitRun } from './git-program.ts';
import { runGit } from './git-program.ts';
import { protocolOf, secretsOf, shownRemote } from './git-remote.ts';
import { delimiterPacket, flushPacket, linePacket, readPackets } from './packet-line.ts';
import type { BrokenAnswer, Packet } from './packet-line.ts';

/** More refs than this are asked for by their folders. */
const mostPrefixes = 200;

/**
 * The objects that exactly these refs are at. Over http and https the host is asked for these and sends these (`ls-remote` would
 * be sent every branch and leave out most of them), through git's own helper, so that git's credentials and proxies count. Over ssh and to a host that speaks no
 * version 2 of the protocol it is `ls-remote`.
 */
export async function listRefs(
  program: GitProgramOptions,
  refs: readonly string[],
): Promise<ReadonlyMap<string, ObjectId>> {
  if (refs.length === 0) return new Map();
  const protocol = protocolOf(program.remote, ['https', 'http', 'ssh', 'file']);
  const asked = protocol === 'http' || protocol === 'https' ? await askFor(program, protocol, refs) : null;
  const lines = asked ?? (await listAll(program));
  const wanted = new Set(refs);
  return new Map(
    lines.flatMap((line): [string, ObjectId][] => {
      const [id = '', ref = ''] = line.split(/[\t ]/);
      return isObjectId(id) && wanted.has(ref) ? [[ref, id]] : [];
    }),
  );
}

async function listAll(program: GitProgramOptions): Promise<readonly string[]> {
  const run = await runGit(program, ['ls-remote', '--refs', '--heads', '--tags', program.remote.url]);
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  return run.stdout.split('\n');
}

/** Lines `<id> <ref>` of refs that begin like those wanted (gitprotocol-v2, ls-refs); null: the host does not speak version 2. */
async function askFor(
  program: GitProgramOptions,
  protocol: string,
  refs: readonly string[],
): Promise<readonly string[] | null> {
  const prefixes = refs.length > mostPrefixes ? [...new Set(refs.map(folderOf))] : refs;
  const words = prefixes.map((prefix) => linePacket(`ref-prefix ${prefix}`));
  const request = [linePacket('command=ls-refs'), delimiterPacket, ...words, flushPacket].join('');
  const run = await converse(program, protocol, request);
  if (run.stdout.startsWith('fallback')) return null;
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  const [greeting = [], answer] = await readSections(program, run.stdout.slice(1));
  if (greeting[0] !== 'version 2') return null;
  if (answer === undefined) throw brokenAnswer(program, { cut: true, why: 'the list of refs is cut' });
  const strange = answer.find((line) => !/^[0-9a-f]{40} ./.test(line));
  if (strange === undefined) return answer;
  throw brokenAnswer(program, {
    cut: strange.startsWith('ERR '),
    why: JSON.stringify(strange.slice(0, 200)),
  });
}

function brokenAnswer({ remote }: GitProgramOptions, { cut, why }: BrokenAnswer): Error {
  return failure(cut ? 'GIT_UNREACHABLE' : 'GIT_ANSWER_INVALID', { remote: shownRemote(remote), why });
}

function folderOf(ref: string): string {
  return ref.slice(0, ref.lastIndexOf('/') + 1);
}

/** The lines of each part of the conversation that ends with a flush packet. */
async function readSections(program: GitProgramOptions, said: string): Promise<readonly string[][]> {
  const packets: AsyncGenerator<Packet> = readPackets(
    (async function* () {
      yield await Promise.resolve(Buffer.from(said, 'latin1'));
    })(),
    (answer) => brokenAnswer(program, answer),
  );
  const sections: string[][] = [];
  let lines: string[] = [];
  for await (const packet of packets) {
    if (packet.kind === 'data') lines.push(packet.bytes.toString('utf8').replace(/\n$/, ''));
    if (packet.kind !== 'flush') continue;
    sections.push(lines);
    lines = [];
  }
  return sections;
}

/**
 * Connects to the host by git's helper (gitremote-helpers, `stateless-connect`), and sends the request once it is connected: what comes
 * earlier would be lost.
 */
async function converse(
  { folder, remote, patience, caFile }: GitProgramOptions,
  protocol: string,
  request: string,
): Promise<GitRun> {
  mkdirSync(folder, { recursive: true, mode: privateFolderMode });
  const { variables: env } = gitEnvironment(remote, patience, caFile());
  const signal = AbortSignal.timeout(patience.limit);
  const program = spawn('git', [`remote-${protocol}`, remote.url, remote.url], { cwd: folder, env, signal });
  const said: Buffer[] = [];
  const complaints: Buffer[] = [];
  program.stdin.on('error', () => undefined);
  program.stderr.on('data', (piece: Buffer) => complaints.push(piece));
  program.stdout.once('data', (piece: Buffer) => {
    if (piece[0] === 0x0a) program.stdin.end(request);
    else program.stdin.end();
  });
  program.stdout.on('data', (piece: Buffer) => said.push(piece));
  program.stdin.write('stateless-connect git-upload-pack\n');
  const code = await new Promise<number | null>((resolve, reject) => {
    program.once('error', reject);
    program.once('close', resolve);
  }).catch((error: unknown) => {
    throw notRun(remote, error);
  });
  const stderr = redact(Buffer.concat(complaints).toString('utf8'), secretsOf(remote));
  return { code: code ?? -1, stdout: Buffer.concat(said).toString('latin1'), stderr };
}

function notRun(remote: GitProgramOptions['remote'], error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  if (/ENOENT|EACCES/.test(why)) return failure('GIT_PROGRAM_MISSING', { why }, error);
  return failure('GIT_UNREACHABLE', { remote: shownRemote(remote), why: `git was stopped: ${why}` }, error);
}
