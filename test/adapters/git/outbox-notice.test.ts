import anyTest from 'ava';
import { openOutbox } from '../../../src/adapters/git/outbox.ts';
import { git, idOf, write } from './git-host.ts';
import { aStatus, aTellingSite, branch, site, toldOn } from './telling-site.ts';

const test = anyTest.serial;
const beside = `status-recovered/${site}`;

for (const transport of ['system', 'embedded'] as const) {
  test(`${transport}: a fork that a poll saw is known before anything is told`, async (t) => {
    const { host, outbox } = await aTellingSite(t, transport);
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    await write(host.at('status'), [{ ref: `heads/${branch}`, files: { 'status.json': '{}' }, onTop: true }]);
    await outbox.notice(await idOf(host.at('status'), branch));
    t.is(await outbox.recoveredTo(), beside);
    t.like(await outbox.deliver(), { kind: 'recovered', branch: beside });
    t.deepEqual(await toldOn(host, beside), ['step-1']);
  });

  test(`${transport}: what the host has as it was delivered is no news, and costs no request`, async (t) => {
    const { host, outbox } = await aTellingSite(t, transport);
    await outbox.notice(null);
    for (const number of [1, 2]) await outbox.tell(aStatus(number));
    await outbox.deliver();
    host.server.forget();
    await outbox.notice(await idOf(host.at('status'), branch));
    t.deepEqual(await outbox.deliver(), { kind: 'nothing' });
    t.is(host.server.requests.length, 0);
    t.is(await outbox.recoveredTo(), null);
  });

  test(`${transport}: what the host has lost of it is delivered again`, async (t) => {
    const { host, outbox } = await aTellingSite(t, transport);
    for (const number of [1, 2]) await outbox.tell(aStatus(number));
    await outbox.deliver();
    await git(host.at('status'), ['update-ref', `refs/heads/${branch}`, `${branch}~1`]);
    await outbox.notice(await idOf(host.at('status'), branch));
    t.like(await outbox.deliver(), { kind: 'delivered', commits: 1 });
    await git(host.at('status'), ['update-ref', '-d', `refs/heads/${branch}`]);
    await outbox.notice(null);
    t.like(await outbox.deliver(), { kind: 'delivered' });
    t.deepEqual(await toldOn(host), ['step-1', 'step-2']);
  });

  test(`${transport}: where nobody polls its branch along it asks by itself, once in an hour`, async (t) => {
    const clock = { at: Date.parse('2026-11-30T02:00:00Z'), now: () => clock.at };
    const { host, options } = await aTellingSite(t, transport, { clock });
    const outbox = openOutbox(options);
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    await outbox.notice();
    host.server.forget();
    await write(host.at('status'), [{ ref: `heads/${branch}`, files: { 'status.json': '{}' }, onTop: true }]);
    await outbox.notice();
    t.is(host.server.requests.length, 0);
    t.is(await outbox.recoveredTo(), null);
    clock.at += 61 * 60_000;
    await outbox.notice();
    t.is(await outbox.recoveredTo(), beside);
  });

  test(`${transport}: a host that does not answer is no fault of the look`, async (t) => {
    const { host, outbox } = await aTellingSite(t, transport);
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    await host.server.close();
    await t.notThrowsAsync(outbox.notice());
    t.is(await outbox.recoveredTo(), null);
  });
}
