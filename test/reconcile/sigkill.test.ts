import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { readInstalledState } from '../../src/installed/read-installed-state.ts';
import { foldJournal } from '../../src/journal/journal-state.ts';
import { parseRegisterText } from '../../src/journal/register-file.ts';
import { proofOf } from '../../src/document/inventory.ts';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { diskFull, failingDisk } from '../worlds/failing-disk.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';
import { copyOf, hostOf, passIn, portsIn, prepare, stories } from './disk-world.ts';
import type { Story } from './disk-world.ts';
import { tellingPorts } from './effect-ports.ts';

const program = fileURLToPath(new URL('killed-pass.program.js', import.meta.url));
/** All of the disk's effects instead of some, by PATCHFLEET_KILLS=all. */
const all = process.env['PATCHFLEET_KILLS'] === 'all';
const seed = Number(process.env['PATCHFLEET_SEED'] ?? 1);

for (const story of stories) {
  test(`a process killed by SIGKILL in a pass that ${story} leaves a site that the next process finishes`, async (t) => {
    t.timeout(600_000);
    const template = join(temporaryFolder(t), 'template');
    await prepare(template, story);
    const { effects, diskEffects, clean } = await endsOf(t, template, story);
    const atDisk = all ? upTo(diskEffects).map((count) => count - 1) : someOf(diskEffects, 6);
    t.log(
      `${effects} kill points at the ports, ${atDisk.length} of ${diskEffects} at the disk, seed ${seed}`,
    );
    const ground = { template, story, clean };
    const sites = upTo(effects).map(() => copyOf(template, join(temporaryFolder(t), 'site')));
    await killed(t, ground, 'ports', { count: effects, folders: sites });
    for (const [index, folder] of sites.entries())
      await finish(t, folder, ground, `${story}, killed after ${index + 1} effects of the ports`);
    for (const count of atDisk) {
      const folder = copyOf(template, join(temporaryFolder(t), 'site'));
      await killed(t, ground, 'disk', { count, folders: [folder] });
      await finish(t, folder, ground, `${story}, killed after ${count} effects of the disk`);
    }
  });
}

test('a disk that is full at any write leaves a site that the next pass finishes', async (t) => {
  t.timeout(600_000);
  const template = join(temporaryFolder(t), 'template');
  await prepare(template, 'installs');
  const { diskEffects, clean } = await endsOf(t, template, 'installs');
  const places = all ? upTo(diskEffects).map((count) => count - 1) : someOf(diskEffects, 24);
  t.log(`${places.length} of ${diskEffects} writes, seed ${seed}`);
  for (const after of places) {
    const folder = copyOf(template, join(temporaryFolder(t), 'site'));
    const disk = failingDisk(nodeDisk(), { after, times: 3, torn: 0.5, error: () => diskFull('full') });
    const world = hostOf('installs');
    await passIn(folder, world, disk).catch(() => undefined);
    await finish(t, folder, { story: 'installs', clean }, `full after ${after} writes`);
  }
});

interface Ground {
  readonly template: string;
  readonly story: Story;
  readonly clean: ReadonlySet<string>;
}

/** A process that works in these folders and is killed; see the program. */
async function killed(
  t: ExecutionContext,
  { story }: Ground,
  level: 'ports' | 'disk',
  { count, folders }: { readonly count: number; readonly folders: readonly string[] },
): Promise<void> {
  const args = [program, story, level, String(count), ...folders];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  t.is(signal, 'SIGKILL', `${story}, killed after ${count} effects of the ${level}`);
}

async function endsOf(
  t: ExecutionContext,
  template: string,
  story: Story,
): Promise<{ readonly effects: number; readonly diskEffects: number; readonly clean: ReadonlySet<string> }> {
  const folder = copyOf(template, join(temporaryFolder(t), 'whole'));
  const world = hostOf(story);
  const before = await proofIn(folder, story);
  const disk = failingDisk(nodeDisk(), { after: Number.POSITIVE_INFINITY });
  let effects = 0;
  const ports = tellingPorts(portsIn(folder, world, disk), () => {
    effects += 1;
  });
  await reconcileOnce(ports, world.setup);
  return { effects, diskEffects: disk.effects(), clean: new Set([before, await proofIn(folder, story)]) };
}

/** Two more passes, then everything is at rest: old or new by digest, register and journal agree, nothing told twice. */
async function finish(
  t: ExecutionContext,
  folder: string,
  { story, clean }: Pick<Ground, 'story' | 'clean'>,
  where: string,
): Promise<void> {
  const world = hostOf(story);
  await passIn(folder, world);
  await passIn(folder, world);
  const ports = portsIn(folder, world);
  const { register } = await ports.target.look();
  const installed = readInstalledState(register.map((text) => parseRegisterText(text)));
  t.is(installed.open, null, where);
  t.is(installed.inconsistent, null, where);
  t.true(clean.has(await proofIn(folder, story)), where);
  const { attempts } = foldJournal(await ports.journal.read());
  t.deepEqual(
    [...attempts.values()].filter(({ end, told }) => end === null || !told),
    [],
    where,
  );
  const transitions = transitionsIn(folder);
  t.is(new Set(transitions).size, transitions.length, where);
  rmSync(folder, { recursive: true });
}

async function proofIn(folder: string, story: Story): Promise<string> {
  return proofOf(await portsIn(folder, hostOf(story)).target.inventory('all'));
}

function transitionsIn(folder: string): readonly string[] {
  const format = '--format=%(trailers:key=Transition,valueonly,separator=)';
  const { stdout } = spawnSync('git', ['-C', join(folder, 'status.git'), 'log', format, 'status/here']);
  return stdout.toString().split('\n').filter(Boolean);
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Some of 0 to count - 1, spread over all of it; which ones depends on the seed. */
function someOf(count: number, wanted: number): readonly number[] {
  const step = count / wanted;
  let state = seed;
  return Array.from({ length: wanted }, (_, index) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.min(count - 1, Math.floor(index * step + (state / 2_147_483_647) * step));
  });
}
