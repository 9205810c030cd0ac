import { readFileSync } from 'node:fs';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openEmbeddedRepository } from '../../../src/adapters/git/embedded-repository.ts';
import { openSystemRepository } from '../../../src/adapters/git/system-repository.ts';
import type { ReleasePin } from '../../../src/ports/repository.ts';

/** What the program is asked, as JSON in its one argument. */
export interface FetchOrder {
  readonly adapter: 'system' | 'embedded';
  readonly folder: string;
  readonly url: string;
  readonly pins: readonly ReleasePin[];
}

/** What it answers on its standard output. */
export interface FetchAnswer {
  readonly channelFiles: number;
  readonly kitBytes: number;
  /** Peak memory of this process, MiB. */
  readonly peak: number;
}

const order = JSON.parse(process.argv[2] ?? '') as FetchOrder;
const open = order.adapter === 'system' ? openSystemRepository : openEmbeddedRepository;
const repository = open({
  folder: order.folder,
  remote: { url: order.url, account: null, ca: null },
  statusRemote: null,
  channel: 'default',
  disk: nodeDisk(),
});
const { channel: tip } = await repository.poll();
if (tip === null) throw new Error('there is no channel');
const channel = await repository.readChannel(tip);
await repository.prefetch(order.pins);
let kitBytes = 0;
for (const { patch, tag } of order.pins) {
  const release = await repository.readRelease(patch, tag);
  for (const file of release.files) for await (const piece of file.read()) kitBytes += piece.length;
}
const answer: FetchAnswer = {
  channelFiles: channel.files.size,
  kitBytes,
  peak: Math.round(peakOf() / 1024),
};
process.stdout.write(JSON.stringify(answer));

/**
 * KiB. Linux hands `maxRSS` of the process that forks on to the one that is started, so that it tells how big the test runner was;
 * VmHWM begins anew with the program (proc(5), getrusage(2)).
 */
function peakOf(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (peak === undefined) throw new Error('the system does not tell the peak');
  return Number(peak);
}
