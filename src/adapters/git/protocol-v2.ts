import type { HttpClient } from 'isomorphic-git';
import { failure } from '../../base/failure.ts';
import { isObjectId } from '../../base/names.ts';
import type { ObjectId } from '../../base/names.ts';
import { shownRemote } from './git-remote.ts';
import type { GitRemote } from './git-remote.ts';
import { delimiterPacket, flushPacket, linePacket, readPackets } from './packet-line.ts';
import type { BrokenAnswer, Packet } from './packet-line.ts';

/** Version 2 of git's wire protocol over smart HTTP (gitprotocol-v2), as far as a reader of single refs needs it. */
export interface ProtocolV2 {
  /** Refs that begin with one of the prefixes. */
  listRefs(prefixes: readonly string[]): Promise<ReadonlyMap<string, ObjectId>>;
  /** The pack of these objects, history cut at `depth` commits, in pieces as they come. */
  fetchPack(wants: readonly ObjectId[], depth: number): AsyncGenerator<Uint8Array>;
}

/** Asks once whether the host speaks version 2, then each call is one request. */
export function openProtocolV2(remote: GitRemote, http: HttpClient): ProtocolV2 {
  let greeted: Promise<void> | null = null;
  const ask = async (packets: readonly string[]): Promise<AsyncGenerator<Packet>> => {
    greeted ??= greet(remote, http);
    try {
      await greeted;
    } catch (error) {
      greeted = null;
      throw error;
    }
    return post(remote, http, packets);
  };
  return {
    listRefs: async (prefixes) => {
      const arguments_ = prefixes.map((prefix) => linePacket(`ref-prefix ${prefix}`));
      return readRefs(
        remote,
        await ask([linePacket('command=ls-refs'), delimiterPacket, ...arguments_, flushPacket]),
      );
    },
    fetchPack: async function* (wants, depth) {
      const lines = [
        'no-progress',
        'ofs-delta',
        `deepen ${depth}`,
        ...wants.map((id) => `want ${id}`),
        'done',
      ];
      const packets = [linePacket('command=fetch'), delimiterPacket, ...lines.map(linePacket), flushPacket];
      yield* readPack(remote, wants, await ask(packets));
    },
  };
}

async function greet(remote: GitRemote, http: HttpClient): Promise<void> {
  const { body, headers } = await http.request({
    url: `${remote.url}/info/refs?service=git-upload-pack`,
    method: 'GET',
    headers: { 'git-protocol': 'version=2' },
  });
  refuseOtherType(remote, headers, 'application/x-git-upload-pack-advertisement');
  let version: string | null = null;
  for await (const packet of packetsOf(remote, body)) {
    const line = packet.kind === 'data' ? textOf(packet.bytes) : '';
    if (version === null && line !== '' && !line.startsWith('# service=')) version = line;
  }
  if (version === null) throw broken(remote)({ cut: true, why: 'the greeting is empty' });
  if (version !== 'version 2') throw failure('GIT_HOST_TOO_OLD', { remote: shownRemote(remote) });
}

async function post(
  remote: GitRemote,
  http: HttpClient,
  packets: readonly string[],
): Promise<AsyncGenerator<Packet>> {
  const { body, headers } = await http.request({
    url: `${remote.url}/git-upload-pack`,
    method: 'POST',
    headers: {
      'git-protocol': 'version=2',
      'content-type': 'application/x-git-upload-pack-request',
      accept: 'application/x-git-upload-pack-result',
    },
    body: oneChunk(packets.join('')),
  });
  refuseOtherType(remote, headers, 'application/x-git-upload-pack-result');
  return packetsOf(remote, body);
}

function refuseOtherType(remote: GitRemote, headers: Record<string, string> | undefined, type: string): void {
  if ((headers?.['content-type'] ?? '').startsWith(type)) return;
  throw broken(remote)({ cut: false, why: 'this is not a git host that speaks smart HTTP' });
}

async function* oneChunk(text: string): AsyncIterableIterator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function readRefs(
  remote: GitRemote,
  packets: AsyncGenerator<Packet>,
): Promise<ReadonlyMap<string, ObjectId>> {
  const refs = new Map<string, ObjectId>();
  let ended = false;
  for await (const packet of packets) {
    ended = packet.kind === 'flush';
    if (packet.kind !== 'data') continue;
    const [id = '', name = ''] = textOf(packet.bytes).split(' ');
    if (!isObjectId(id) || name === '') throw refusal(remote, textOf(packet.bytes), []);
    refs.set(name, id);
  }
  if (!ended) throw broken(remote)({ cut: true, why: 'the list of refs is cut' });
  return refs;
}

async function* readPack(
  remote: GitRemote,
  wants: readonly ObjectId[],
  packets: AsyncGenerator<Packet>,
): AsyncGenerator<Uint8Array> {
  let inPack = false;
  let ended = false;
  for await (const packet of packets) {
    ended = packet.kind === 'flush';
    if (packet.kind !== 'data') continue;
    const line = inPack ? '' : textOf(packet.bytes);
    if (inPack) {
      const band = packet.bytes[0];
      if (band === 1) yield packet.bytes.subarray(1);
      else if (band !== 2) throw refusal(remote, textOf(packet.bytes.subarray(1)), wants);
    } else if (line === 'packfile') inPack = true;
    else if (!/^(shallow-info$|shallow |unshallow |acknowledgments$|NAK$|ready$)/.test(line))
      throw refusal(remote, line, wants);
  }
  if (!inPack || !ended) throw broken(remote)({ cut: true, why: 'the pack is cut' });
}

/** What the server said instead of an answer. */
function refusal(remote: GitRemote, line: string, wants: readonly ObjectId[]): Error {
  const why = line.replace(/^ERR /, '').slice(0, 200);
  if (/not our ref|missing|bad object|unable to parse/i.test(why))
    return failure('GIT_OBJECT_MISSING', {
      remote: shownRemote(remote),
      object: wants.find((id) => why.includes(id)) ?? wants.join(', '),
    });
  return broken(remote)({ cut: line.startsWith('ERR '), why });
}

function packetsOf(remote: GitRemote, body: AsyncIterable<Uint8Array> | undefined): AsyncGenerator<Packet> {
  if (body === undefined) throw broken(remote)({ cut: true, why: 'the answer is empty' });
  return readPackets(body, broken(remote));
}

function broken(remote: GitRemote): (answer: BrokenAnswer) => Error {
  const shown = shownRemote(remote);
  return ({ cut, why }) =>
    cut
      ? failure('GIT_UNREACHABLE', { remote: shown, why })
      : failure('GIT_ANSWER_INVALID', { remote: shown, why: JSON.stringify(why) });
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\n$/, '');
}
