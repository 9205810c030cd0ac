import test from 'ava';
import { aPatch } from '../publish/a-patch.ts';
import type { Host } from './a-host.ts';
import { aHost } from './a-host.ts';

const channel = 'refs/heads/channel/default';

/** A site that obeyed channel 2, and the commits of both channels. */
async function obeysTwo() {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  const one = tipOf(host);
  host.merge(aPatch('LAB-2'));
  await host.run('release', 'LAB-2', '--publish');
  await host.atSite('reconcile');
  return { host, one, two: tipOf(host) };
}

function tipOf(host: Host): string {
  return host.git('rev-parse', channel).trim();
}

test('a channel that went back is let in by accept-channel, the commit that was named and no other', async (t) => {
  const { host, one, two } = await obeysTwo();
  const senseless = await host.atSite('accept-channel', '--commit', two, '--why', 'to be sure', '--json');
  t.is(senseless.code, 2);
  t.like(senseless.json(), { kind: 'error', code: 'ACT_SENSELESS' });

  host.git('update-ref', channel, one);
  const refusal = new RegExp(`ChannelRefused: .*its commit ${one.slice(0, 12)} has counter 1`);
  for (const words of [['reconcile'], ['plan'], ['doctor']])
    t.regex((await host.atSite(...words)).out, refusal, words.join(' '));
  const before = (await host.atSite('history')).out;
  for (const [code, ...words] of [
    ['ACT_SENSELESS', '--commit', two, '--why', 'x'],
    ['WRONG_ARGUMENT', '--commit', one.slice(0, 7), '--why', 'x'],
    ['ARGUMENT_MISSING', '--commit', one],
  ] as const) {
    const ran = await host.atSite('accept-channel', ...words, '--json');
    t.is(ran.code, 2);
    t.like(ran.json(), { kind: 'error', code }, words.join(' '));
  }
  t.is((await host.atSite('history')).out, before);

  const accepted = await host.atSite(
    ...['accept-channel', '--commit', one.slice(0, 8), '--why', 'host restored', '--json'],
  );
  t.is(accepted.code, 0, accepted.err);
  t.like(accepted.json(), { kind: 'recorded', act: { commit: one } });
  t.regex((await host.atSite('history')).out, /accept-channel.*ana.*host restored/);
  const obeyed = await host.atSite('reconcile');
  t.is(obeyed.code, 0, obeyed.out);
  t.notRegex(obeyed.out, /ChannelRefused/);
  t.is((await host.atSite('accept-channel')).code, 2);
});

test('accept-channel without a commit lets nothing in, and shows what is offered, what is obeyed, and what to type', async (t) => {
  const { host, one, two } = await obeysTwo();
  t.regex((await host.atSite('accept-channel')).err, /offers no channel here that went back/);
  host.git('update-ref', channel, one);
  const shown = await host.atSite('accept-channel');
  t.is(shown.code, 2);
  const line = (what: string, commit: string, counter: number) =>
    new RegExp(
      `${what}: +commit ${commit.slice(0, 12)}, counter ${counter}, published at \\d{4}-.*, signed by ssh-ed25519 \\S+`,
    );
  t.regex(shown.out, line('offered', one, 1));
  t.regex(shown.out, line('obeyed', two, 2));
  const typed = /^ {2}patchfleet (accept-channel .*) --why REASON$/m.exec(shown.out)?.[1] ?? '';
  t.is(typed, `accept-channel --commit ${one.slice(0, 12)}`);
  const told = await host.atSite('accept-channel', '--json');
  t.like(told.json(), {
    ...{ kind: 'channel-offered', offered: { commit: one, counter: 1 } },
    obeyed: { commit: two, counter: 2, signedBy: host.publicKey },
  });
  t.notRegex((await host.atSite('history')).out, /accept-channel/);
  t.is((await host.atSite(...typed.split(' '), '--why', 'host restored')).code, 0);
});
