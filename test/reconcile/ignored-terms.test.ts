import test from 'ava';
import type { SiteName } from '../../src/base/names.ts';
import type { Terms } from '../../src/desired/terms.ts';
import { signTerms, termsPath } from '../../src/desired/terms.ts';
import { writeTerms } from '../../src/desired/terms-file.ts';
import { testSigner } from '../worlds/a-release.ts';
import { aWorld, patch } from './scenarios.ts';
import { conditionsTold, stateOf } from './site-facts.ts';

test('a hold that does not count here is told with the reason, and so is what it could not hold', async (t) => {
  const world = aWorld();
  const [release] = world.released;
  const terms: Terms = {
    ...{ kind: 'hold', site: 'here' as SiteName, patch, until: null },
    releaseDigest: release?.entry.digest ?? null,
    ...{ who: 'ben', why: 'audit', at: world.now },
  };
  world.terms.set(termsPath(terms), writeTerms(signTerms(terms, testSigner('a stranger'))));
  world.publish();
  const outcome = await world.pass();
  t.is(await stateOf(world), 'installed');
  t.like(outcome, { kind: 'passed', problems: [{ type: 'TermsIgnored' }] });
  const [told] = conditionsTold(world);
  t.is(told?.type, 'TermsIgnored');
  t.regex(told?.message ?? '', /holds\/here\/.*which this site does not trust as operator/);
  world.terms.set(termsPath(terms), writeTerms(signTerms(terms, testSigner('ben'))));
  world.publish();
  await world.pass();
  t.deepEqual(conditionsTold(world), []);
});
