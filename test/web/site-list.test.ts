import test from 'ava';
import { createPages } from '../../src/apps/web/create-pages.ts';
import { aBrowser, tokens, wordsOf } from '../worlds/a-page.ts';
import { aServedSite } from '../worlds/a-served-site.ts';
import { World } from '../worlds/a-world.ts';

const code = (text: string): string => `Class Lab.A\n{\n// ${text}\n}\n`;
const patchOf = (text: string) => ({ kit: { 'Lab.A.cls': code(text) } });

test('the list of sites says where a patch would overwrite what was edited by hand', async (t) => {
  const [here, there] = [new World({ patches: { 'LAB-1': patchOf('one') } }), new World({ site: 'there' })];
  await here.pass();
  here.target.write('Lab.A.cls', code('mended at night'));
  here.release('LAB-2', patchOf('two'));
  here.publish();
  await here.pass();
  const users = [here, there].map(({ setup: { site } }) => ({
    ...{ site, name: 'vic', role: 'viewer' as const, token: tokens.vic },
  }));
  const app = createPages(
    [here, there].map((world) => aServedSite(world)),
    {
      ...{ users: () => users, hosts: [], behindProxy: false, tls: false, lookEvery: 0 },
      ...{ clock: here.ports.clock, note: () => undefined },
    },
  );
  const browser = aBrowser(app);
  await browser.post('/sign-in', { token: tokens.vic });
  const words = wordsOf((await browser.get('/')).text);
  t.regex(
    words,
    /here idle 1 waiting for somebody, 0 coming, 1 in; 1 patch would overwrite what was edited by hand here/,
  );
  t.regex(words, /there idle 0 waiting for somebody, 0 coming, 0 in$/);
});
