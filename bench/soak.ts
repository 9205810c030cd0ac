import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startGitServer } from '../tools/git-server.ts';
import { compiled, quietGit } from './run-program.ts';
import { chanceFrom, chooseFault } from './soak/choose-fault.ts';
import { openFaultyLine } from './soak/faulty-line.ts';
import { judge } from './soak/judge.ts';
import { makeSoakHost, writeSoakSite } from './soak/soak-site.ts';
import type { Held } from './soak/watch-process.ts';
import { heldBy } from './soak/watch-process.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

// The agent as a real process against a real git server that goes away, answers slowly, answers 500 and cuts connections.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    every: { type: 'string', default: '12' },
  },
});
/** Node's heap otherwise grows long before it is swept, so that a leak and idleness look alike; with little room a leak ends the agent. */
const heapLimit = '--max-old-space-size=64';
const wish = { minutes: Number(values.minutes), seed: Number(values.seed), every: Number(values.every) };

await inTemporaryFolder(async (folder) => {
  console.log(`A soak of ${wish.minutes} minutes, seed ${wish.seed}, a patch every ${wish.every} seconds.`);
  const host = await makeSoakHost(folder);
  await host.release();
  const server = await startGitServer({ root: host.root });
  const line = await openFaultyLine(Number(new URL(server.url).port));
  const config = writeSoakSite(folder, line.port);
  const log = createWriteStream(join(folder, 'agent.log'));
  const main = join(compiled, 'src', 'apps', 'cli', 'main.js');
  const agent = spawn(process.execPath, [heapLimit, main, 'agent', '--config', config], {
    cwd: folder,
    env: quietGit,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(agent, 'exit') as Promise<[number | null, string | null]>;
  agent.stdout.pipe(log);
  agent.stderr.pipe(log, { end: false });
  const until = Date.now() + wish.minutes * 60_000;
  const chance = chanceFrom(wish.seed);
  const samples: Held[] = [];
  const states = new Map<string, number>();
  let released = 1;
  let isOver = false;

  const sampling = everySecond(async () => {
    const held = heldBy(agent.pid ?? 0);
    if (held !== null) samples.push(held);
    await Promise.resolve();
  });
  const releasing = everySecond(async (seconds) => {
    if (seconds % wish.every !== 0 || Date.now() > until) return;
    await host.release();
    released += 1;
  });
  while (Date.now() < until) {
    const { state, seconds } = chooseFault(chance);
    states.set(state.kind, (states.get(state.kind) ?? 0) + seconds);
    server.setFaults([], state.kind === 'errors' ? { kind: 'answer', status: 500 } : null);
    await line.become(state.kind === 'errors' ? { kind: 'fine' } : state);
    await sleep(Math.min(seconds * 1000, Math.max(0, until - Date.now())));
  }
  server.setFaults([]);
  await line.become({ kind: 'fine' });
  const verdict = await judge({ folder, host, released: () => released, samples });
  isOver = true;
  await Promise.all([sampling, releasing]);
  agent.kill('SIGTERM');
  const [code, signal] = await ended;
  await line.close();
  await server.close();
  const told = Array.from(states, ([kind, seconds]) => `${kind} ${Math.round(seconds)} s`).join(', ');
  console.log(`The host was: ${told}.`);
  for (const sentence of verdict.figures) console.log(sentence);
  const faults =
    code === 0
      ? verdict.faults
      : [...verdict.faults, `The agent ended with ${String(code ?? signal)} when it was asked to stop.`];
  for (const fault of faults) console.error(`FAULT: ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;

  async function everySecond(act: (seconds: number) => Promise<void>): Promise<void> {
    for (let seconds = 1; !isOver; seconds += 1) {
      await sleep(1000);
      await act(seconds);
    }
  }
});
