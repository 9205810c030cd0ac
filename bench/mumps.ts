import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../src/adapters/files/node-disk.ts';
import { callMumps } from '../src/adapters/targets/mumps/call-process.ts';
import type { MumpsDatabase } from '../src/adapters/targets/mumps/mumps-database.ts';
import { environmentOf } from '../src/adapters/targets/mumps/mumps-database.ts';
import { openMumpsTarget } from '../src/adapters/targets/mumps/open-mumps-target.ts';
import { digestOf } from '../src/base/digest.ts';
import { computeChange } from '../src/document/compute-change.ts';
import { documentName } from '../src/document/document-name.ts';
import type { Target } from '../src/ports/target.ts';
import { gtmDist, makeGtmDatabase } from '../tools/make-gtm-database.ts';
import type { Thoroughness } from './main.ts';
import { sideBySide } from './side-by-side.ts';

const global = documentName('^G');

/** Reads and writes a real GT.M database, against the database's own programs on the same nodes and routines. */
export async function benchMumps({ quick }: Thoroughness): Promise<void> {
  if (gtmDist === null) {
    console.log('\nGT.M: skipped, it is not on this machine');
    return;
  }
  for (const nodes of quick ? [20_000] : [20_000, 200_000])
    await withDatabase((bench) => benchGlobals(bench, nodes));
  await withDatabase(benchRoutines);
}

interface Bench {
  readonly database: MumpsDatabase;
  readonly target: Target;
  /** Runs a line of shell in the database's environment. */
  readonly shell: (line: string) => void;
}

/** With so many buffers a transaction holds all nodes of the bench. */
async function withDatabase(work: (bench: Bench) => Promise<void>): Promise<void> {
  const { database, remove } = await makeGtmDatabase({ buffers: 20_000 });
  const env = environmentOf(database, process.env, 'M');
  const shell = (line: string): void => {
    const { status } = spawnSync('/bin/sh', ['-c', line], { env, cwd: database.own, stdio: 'ignore' });
    if (status !== 0) throw new Error(`${line} ended with ${String(status)}`);
  };
  const target = openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 60_000 });
  try {
    await work({ database, target, shell });
  } finally {
    await remove();
  }
}

async function benchGlobals({ database, target, shell }: Bench, nodes: number): Promise<void> {
  const execute = (code: string) =>
    callMumps(database, 'mumps', ['-run', '%XCMD', code], { timeLimit: 600_000 });
  await execute(`for i=1:1:${nodes} set ^G("in",i,"name")="value of node "_i_" with ""quotes"""`);
  const extract = '"$gtm_dist/mupip" extract -format=zwr -select=G';
  await sideBySide(`Digest of a global of ${nodes} nodes`, 5, [
    { name: 'patchfleet', run: () => target.inventory([global]) },
    {
      name: 'mupip extract | sha256sum',
      run: () => {
        shell(`${extract} -stdout | sha256sum`);
      },
    },
  ]);
  const [file, peer] = [join(database.own, 'ours.zwr'), join(database.own, 'theirs.zwr')];
  await sideBySide(`Backup of these nodes into a file`, 5, [
    {
      name: 'patchfleet',
      run: async () => {
        writeFileSync(file, (await target.read(global)) ?? '');
      },
    },
    {
      name: 'mupip extract',
      prepare: () => {
        rmSync(peer, { force: true });
      },
      run: () => {
        shell(`${extract} ${peer}`);
      },
    },
  ]);
  await benchRestores({ database, target, shell }, nodes, peer);
}

/** Out of the canonical bytes, and by `mupip load` out of an extract. */
async function benchRestores(
  { database, target, shell }: Bench,
  nodes: number,
  extract: string,
): Promise<void> {
  const execute = (code: string) =>
    callMumps(database, 'mumps', ['-run', '%XCMD', code], { timeLimit: 600_000 });
  const bytes = await target.read(global);
  const kill = () => execute('kill ^G');
  const load = () => {
    shell(`"$gtm_dist/mupip" load -format=zwr -stdin < ${extract}`);
  };
  const session = await target.open('bench');
  await sideBySide(`Restore of these nodes, which are all gone`, 5, [
    {
      name: 'patchfleet, compared and in one piece',
      prepare: kill,
      run: async () => {
        const change = computeChange(global, null, bytes);
        const result = change && (await session.apply(change));
        if (result?.kind !== 'applied') throw new Error('not restored');
      },
    },
    {
      name: 'mupip load',
      prepare: kill,
      run: load,
    },
  ]);
  const other = `for i=1:1:${nodes} set ^G("in",i,"name")="other"`;
  await execute(`kill ^G ${other}`);
  const now = await target.read(global);
  await sideBySide(`Restore of these nodes, which all have another value`, 5, [
    {
      name: 'patchfleet, each compared, in one piece',
      prepare: () => execute(other),
      run: async () => {
        const change = computeChange(global, now, bytes);
        const result = change && (await session.apply(change));
        if (result?.kind !== 'applied') throw new Error('not restored');
      },
    },
    {
      name: 'mupip load',
      prepare: () => execute(other),
      run: load,
    },
  ]);
  await session.close();
}

async function benchRoutines({ database, target, shell }: Bench): Promise<void> {
  const names = Array.from({ length: 100 }, (_, at) => documentName(`LAB${at}.m`));
  const sourceOf = (name: string, round: number): Buffer => {
    const lines = Array.from(
      { length: 100 },
      (_, at) => ` set x=${at},y("a",x)=$get(^LAB(x,"b"))_"text" write:x>3 x,!`,
    );
    return Buffer.from([`${name.slice(0, -2)} ;${round}`, ...lines, ' quit', ''].join('\n'));
  };
  const session = await target.open('bench');
  let round = 0;
  await sideBySide('Install of 100 routines of 100 lines, compiled', 5, [
    {
      name: 'patchfleet, flushed',
      run: async () => {
        round += 1;
        const changes = names.map((name) => {
          const expected = round === 1 ? null : digestOf(sourceOf(name, round - 1));
          return { kind: 'put' as const, name, bytes: sourceOf(name, round), expected };
        });
        if ((await session.applyInOrder?.(changes)) !== null) throw new Error('not written');
        const problems = await session.compile(names);
        if (problems.length > 0) throw new Error('not compiled');
      },
    },
    {
      name: 'mumps *.m',
      run: () => {
        shell(`cd ${database.objects ?? ''} && "$gtm_dist/mumps" ${database.routines[0]}/*.m`);
      },
    },
  ]);
  await session.close();
}
