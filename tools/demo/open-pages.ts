import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sites } from './folder.ts';
import { chapter, say } from './narrator.ts';
import { cleanEnvironment, patchfleetMain } from './programs.ts';
import { Broken } from './promise.ts';
import type { DemoStage } from './stage.ts';

/** Runs the agent of all four sites with their page until somebody stops it (Ctrl-C, SIGTERM). */
export async function keepPagesOpen({ folder, configs }: DemoStage): Promise<void> {
  chapter('The agent takes over, and its page is open');
  const args = ['agent', '--listen', 'none', ...sites.flatMap((site) => ['--config', configs[site]])];
  const agent = spawn(process.execPath, [patchfleetMain, ...args], {
    cwd: folder.top,
    env: cleanEnvironment,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // Ctrl-C is for the demo, which asks the agent to stop
  });
  const ended = once(agent, 'exit') as Promise<[number | null]>;
  const stop = (): void => void agent.kill('SIGTERM');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const log = createWriteStream(join(folder.top, 'agent.log'));
  for await (const line of createInterface(agent.stdout)) {
    log.write(`${line}\n`);
    const { event, url } = JSON.parse(line) as { readonly event?: string; readonly url?: string };
    if (event === 'page' && url !== undefined) welcome(url, folder.token, log.path as string);
  }
  const [code] = await ended;
  if (code !== 0) throw new Broken(`the agent ended with ${String(code)}; its log is ${log.path as string}`);
  say('The agent has stopped in order.');
}

function welcome(url: string, token: string, log: string): void {
  say(`Open ${url} and sign in as ben.okafor with the token`);
  say(`  ${readFileSync(token, 'utf8').trim()}`);
  say(`Lisbon waits for you there. What the agent does is written to ${log}. Ctrl-C ends it.`);
}
