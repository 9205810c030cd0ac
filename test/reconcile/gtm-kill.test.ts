import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { readInstalledState } from '../../src/installed/read-installed-state.ts';
import { foldJournal } from '../../src/journal/journal-state.ts';
import { parseRegisterText } from '../../src/journal/register-file.ts';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { gtmDatabase, gtmTest as test, withoutGtm } from '../worlds/gtm-database.ts';
import { gtmState } from '../worlds/gtm-state.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';
import type { GtmStory } from './gtm-stories.ts';
import { gtmHostOf, gtmPortsIn, gtmStories, resetSite } from './gtm-stories.ts';

const program = fileURLToPath(new URL('gtm-killed-pass.program.js', import.meta.url));
/** Per story: 10, or 100 by PATCHFLEET_KILLS=all. */
const kills = process.env['PATCHFLEET_KILLS'] === 'all' ? 100 : 10;
const seed = Number(process.env['PATCHFLEET_SEED'] ?? 1);

for (const story of gtmStories)
  test(`SIGKILL of the agent or of a process in the database, at any moment of a pass that ${story} on GT.M, leaves a site that the next pass finishes${withoutGtm}`, async (t) => {
    t.timeout(kills * 60_000);
    const ground = await groundOf(t, story);
    const chance = chanceFrom(seed);
    const killed = new Map<string, number>();
    for (let round = 0; round < kills; round += 1) {
      await resetSite(ground.state, ground.database);
      const victim = await killedPass(ground, victims[round % victims.length] ?? 'the agent', chance);
      killed.set(victim, (killed.get(victim) ?? 0) + 1);
      const end = await finish(t, ground, `round ${round}, ${victim}, seed ${seed}`);
      if (end !== 'clean') t.log(`round ${round}, ${victim}: ${end}`);
    }
    t.log(
      `seed ${seed}; a pass takes ${Math.round(ground.duration)} ms; killed: ${Array.from(killed, ([what, times]) => `${times} ${what}`).join(', ')}`,
    );
  });

const victims = ['the agent', 'a process of the database', 'the run', 'the agent during the run'] as const;
type Victim = (typeof victims)[number];

interface Ground {
  readonly story: GtmStory;
  readonly database: MumpsDatabase;
  readonly state: string;
  /** Milliseconds of a whole pass. */
  readonly duration: number;
  readonly before: string;
  readonly after: string;
}

async function groundOf(t: ExecutionContext, story: GtmStory): Promise<Ground> {
  const database = await gtmDatabase(t);
  const state = join(temporaryFolder(t), 'state');
  await resetSite(state, database);
  const before = await digestOfAll(database);
  const child = startPass(state, database, story);
  await once(child.stdout, 'data');
  const began = performance.now();
  await once(child, 'exit');
  const duration = performance.now() - began;
  const after = await digestOfAll(database);
  t.is(before !== after, story === 'installs', 'the pass does what its name says');
  return { story, database, state, duration, before, after };
}

async function digestOfAll(database: MumpsDatabase): Promise<string> {
  const { globals, routines } = await gtmState(database);
  return `${globals} ${routines}`;
}

type Pass = ChildProcess & { readonly stdout: NonNullable<ChildProcess['stdout']> };

function startPass(state: string, database: MumpsDatabase, story: GtmStory): Pass {
  return spawn(process.execPath, [program, state, JSON.stringify(database), story], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** What was killed. */
async function killedPass(
  { state, database, story, duration }: Ground,
  victim: Victim,
  chance: () => number,
): Promise<string> {
  const child = startPass(state, database, story);
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  if (victim.endsWith('the run')) {
    while (child.exitCode === null && runIn(database) === undefined) await pause(2);
    await pause(chance() * 60);
  } else await pause(chance() * duration);
  const killed = kill(child, database, victim, chance());
  await ended;
  return killed;
}

/** Where there is no such process (any more), the agent. */
function kill(child: Pass, database: MumpsDatabase, victim: Victim, chance: number): string {
  const others = processesIn(database);
  const one = victim === 'the run' ? runIn(database) : others[Math.floor(chance * others.length)];
  const isAgent = one === undefined || victim.startsWith('the agent');
  const whom = victim.startsWith('the agent') ? victim : 'the agent, since no other was there';
  const { pid, what } = isAgent ? { pid: child.pid, what: whom } : one;
  try {
    process.kill(pid ?? 0, 'SIGKILL');
  } catch {
    // it had just ended
  }
  return what;
}

function runIn(database: MumpsDatabase) {
  return processesIn(database).find(({ what }) => what.startsWith('go^'));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Processes that work in patchfleet's own folder: session, run, copy, extract. */
function processesIn({ own }: MumpsDatabase): readonly { readonly pid: number; readonly what: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (readlinkSync(`/proc/${name}/cwd`) !== own) return [];
        const words = readFileSync(`/proc/${name}/cmdline`, 'latin1').split('\0');
        return [{ pid: Number(name), what: words[2] ?? words[1] ?? '' }];
      } catch {
        return [];
      }
    });
}

/**
 * Passes until all is at rest: old or new by the database's own extract and every routine file; register and journal agree. Where GT.M itself left
 * an update of the killed run half done, the site has to say so instead: what it says.
 */
async function finish(t: ExecutionContext, ground: Ground, where: string): Promise<string> {
  const { state, database, story, before, after } = ground;
  const world = gtmHostOf(story);
  for (let pass = 0; pass < 2; pass += 1)
    await reconcileOnce(gtmPortsIn(state, database, world), world.setup);
  const ports = gtmPortsIn(state, database, world);
  const { register } = await ports.target.look();
  const installed = readInstalledState(register.map((text) => parseRegisterText(text)));
  const { attempts } = foldJournal(await ports.journal.read());
  t.is(installed.open, null, where);
  const halfDone = [...attempts.values()].find(({ end }) => end?.why.includes('in the middle of an update'));
  if (installed.inconsistent !== null && halfDone !== undefined) return halfDone.end?.why ?? '';
  t.deepEqual(installed.inconsistent, null, where);
  const isIn = installed.patches.get(world.released[0]?.entry.id ?? ('' as never))?.state === 'installed';
  t.is(
    await digestOfAll(database),
    isIn ? after : before,
    `${where}: ${isIn ? 'installed' : 'not installed'}`,
  );
  t.true(
    [...attempts.values()].every(({ end }) => end !== null),
    where,
  );
  return 'clean';
}

/** Numbers from 0 to 1, the same for the same seed. */
function chanceFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
