import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import test from 'ava';
import { aHost } from '../cli/a-host.ts';
import { startAgent } from './start-agent.ts';

const tokens = ['first-token-0123456789', 'second-token-9876543210'] as const;

test('the agent serves its page, lets in who was added to site.yaml, and a taken address keeps no site from its passes', async (t) => {
  const patch = 'LAB-2026.001';
  const host = aHost(patch);
  await host.run('release', patch, '--publish');
  const config = join(host.top, 'site.yaml');
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  t.teardown(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const before = readFileSync(config, 'utf8');
  appendFileSync(config, pageOf(port, 1));
  const agent = startAgent(t, ['--config', config], { TOKEN_1: tokens[0], TOKEN_2: tokens[1] });

  t.regex((await agent.untilLine(({ event }) => event === 'page')).msg, new RegExp(`${port}`));
  await agent.untilLine(({ fact }) => fact === 'committed');
  await new Promise((resolve) => taken.close(resolve));
  const { url } = await agent.untilLine(({ event, url }) => event === 'page' && url !== undefined);
  t.is(url, `http://127.0.0.1:${port}`);

  t.is(await signIn(url as string, tokens[0]), 303);
  t.not(await signIn(url as string, tokens[1]), 303);
  const seen = agent.lines.length;
  writeFileSync(config, before + pageOf(port, 2));
  await agent.untilLine(({ event, msg }) => event === 'configuration' && msg.includes('changed'), seen);
  let answer = 0;
  for (let tries = 0; tries < 3 && answer !== 303; tries += 1) {
    await wait(1000);
    answer = await signIn(url as string, tokens[1]);
  }
  t.is(answer, 303);

  agent.signal('SIGTERM');
  t.is(await agent.ended, 0);
  t.false(tokens.some((token) => agent.written().includes(token)));
  t.notRegex(agent.written(), /"level":"fatal"/);
});

function pageOf(port: number, users: number): string {
  const lines = Array.from(
    { length: users },
    (_, at) => `    - { name: user-${at}, role: operator, token: { env: TOKEN_${at + 1} } }\n`,
  );
  return `page:\n  address: 127.0.0.1:${port}\n  users:\n${lines.join('')}`;
}

/** The status of the answer to a sign-in with this token. */
async function signIn(url: string, token: string): Promise<number> {
  const body = new URLSearchParams({ token });
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' };
  return (await fetch(`${url}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })).status;
}
