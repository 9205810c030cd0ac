import test from 'ava';
import { aPatch } from '../publish/a-patch.ts';
import { aHost } from './a-host.ts';

const channel = 'refs/heads/channel/default';

test('a channel that went back is let in by accept-channel, that commit and no other, and nothing else is', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  const older = host.git('rev-parse', channel).trim();
  host.merge(aPatch('LAB-2'));
  await host.run('release', 'LAB-2', '--publish');
  t.is((await host.atSite('reconcile')).code, 0);
  const senseless = await host.atSite('accept-channel', '--why', 'to be sure', '--json');
  t.is(senseless.code, 2);
  t.like(senseless.json(), { kind: 'error', code: 'ACT_SENSELESS' });

  host.git('update-ref', channel, older);
  const refused = await host.atSite('reconcile');
  t.is(refused.code, 2);
  t.regex(refused.out, /ChannelRefused: .*counter 1/);
  const accepted = await host.atSite('accept-channel', '--why', 'host restored', '--json');
  t.is(accepted.code, 0, accepted.err);
  t.like(accepted.json(), { kind: 'recorded' });
  t.regex((await host.atSite('history')).out, /accept-channel.*ana.*host restored/);
  const obeyed = await host.atSite('reconcile');
  t.is(obeyed.code, 0, obeyed.out);
  t.notRegex(obeyed.out, /ChannelRefused/);
  t.is((await host.atSite('accept-channel', '--why', 'once more')).code, 2);
});
