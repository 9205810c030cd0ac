import test from 'ava';
import type { Page } from '../worlds/a-page.ts';
import { aPage, formOf, wordsOf } from '../worlds/a-page.ts';
import { testSigner } from '../worlds/a-release.ts';
import type { Signer } from '../../src/base/signer.ts';
import { actsOf } from './attacked-page.ts';

const long = 1_000_000;
const renamed = `
rings: [{ name: uat, title: Acceptance }]
sites: [{ name: here, title: Another title, ring: uat, timezone: Europe/Madrid }]
`;

/** A site that obeyed channel 2, and whose host offers channel 1 again since. */
async function rewound(signer?: Signer): Promise<Page> {
  const page = aPage({ patches: { 'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } } } });
  page.world.publish();
  await page.site.pass();
  offer(page, 1, signer);
  await page.site.pass();
  return page;
}

function offer({ world }: Page, counter: number, signer?: Signer): void {
  const tree = world.channelTree(counter, long, signer);
  world.host.channels.set(tree.commit, tree);
  world.host.tip = tree.commit;
}

test('a channel that went back is let in by an operator, who says why', async (t) => {
  const page = await rewound();
  const browser = await page.signedIn();
  const before = await browser.get('/sites/here');
  t.regex(wordsOf(before.text), /has counter 1, and this target has obeyed 2 already/);
  const after = await browser.act('/sites/here', 'accept-channel', { why: 'the host was restored' });
  t.regex(wordsOf(after.text), /Recorded: The next pass of here takes commit [0-9a-f]{12} of the channel/);
  t.throws(() => formOf(after.text, 'accept-channel'));
  t.like((await page.world.journal()).acts[0], {
    ...{ kind: 'accept-channel', channel: 'default', who: 'ana', why: 'the host was restored' },
  });
  t.like(await page.site.pass(), { problems: [] });
  t.is((await page.world.installed()).channels.get('default')?.counter, 1);
});

test('a channel of the same counter with another content is let in likewise', async (t) => {
  const page = await rewound();
  page.world.setFleet(renamed);
  offer(page, 2);
  await page.site.pass();
  const browser = await page.signedIn();
  await browser.act('/sites/here', 'accept-channel', { why: 'the publisher knows' });
  t.like(await page.site.pass(), { problems: [] });
});

test('a channel that a stranger signed is not to be let in by anybody', async (t) => {
  const page = await rewound(testSigner('stranger'));
  const browser = await page.signedIn();
  const { text } = await browser.get('/sites/here');
  t.regex(wordsOf(text), /does not trust as publisher/);
  t.throws(() => formOf(text, 'accept-channel'));
  const form = formOf(text, 'suspend');
  await browser.post('/sites/here/acts', { ...form, kind: 'accept-channel', why: 'x' });
  t.regex(wordsOf((await browser.get('/sites/here')).text), /there is nothing to let in/);
  t.is(await actsOf(page), 0);
});

test('what is let in is what was seen, not another channel of the same counter', async (t) => {
  const page = await rewound();
  const browser = await page.signedIn();
  const form = formOf((await browser.get('/sites/here')).text, 'accept-channel');
  page.world.setFleet(renamed);
  offer(page, 1);
  await page.site.pass();
  await browser.post('/sites/here/acts', { ...form, why: 'x' });
  t.regex(wordsOf((await browser.get('/sites/here')).text), /not what it was when this page was drawn/);
  t.is(await actsOf(page), 0);
});

test('a viewer sees that the channel was refused, and lets nothing in', async (t) => {
  const page = await rewound();
  const { text } = await (await page.signedIn('vic')).get('/sites/here');
  t.regex(wordsOf(text), /this target has obeyed 2 already/);
  t.throws(() => formOf(text, 'accept-channel'));
});
