import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { aWorld, patch } from './scenarios.ts';
import { consentAsShown } from '../worlds/consent-as-shown.ts';
import { stateOf } from './site-facts.ts';

const why = 'line 2, column 5: no such function';
const nothingCompiles = (name: string) => ({ name: documentName(name), why });

test('an install whose code does not compile is rolled back, and says which document and why', async (t) => {
  const world = aWorld(undefined, { engine: { compile: nothingCompiles } });
  const proof = await world.proof();
  await world.pass();
  t.is(await world.proof(), proof);
  t.is(await stateOf(world), 'failed');
  const { attempts } = await world.journal();
  const rollingBack = attempts.get(1)?.facts.find((fact) => fact.kind === 'rolling-back');
  t.regex(
    rollingBack?.kind === 'rolling-back' ? rollingBack.why : '',
    /does not compile: .*LABIN\.mac \(line 2/,
  );
  t.is(attempts.get(1)?.end?.outcome, 'rolled-back');
});

test('code that is known not to compile waits for consent, is named in the plan, and goes in with consent', async (t) => {
  const objection = { kind: 'uncompilable' as const, name: 'LABIN.mac', why: 'line 2 is nothing here.' };
  const compile = (name: string) => (name === 'LABIN.mac' ? nothingCompiles(name) : null);
  const world = aWorld(undefined, { engine: { compile, preflight: () => [objection] } });
  const proof = await world.proof();
  await world.pass();
  t.is(await world.proof(), proof);
  t.is((await world.journal()).attempts.size, 0);
  const { plan } = await lookAhead(world.ports, world.setup);
  const [step] = plan?.steps ?? [];
  t.regex(
    step?.kind === 'wait' ? (step.blockers[0]?.message ?? '') : 'it does not wait',
    /LABIN\.mac: line 2 is nothing here\. An operator has to consent/,
  );
  await consentAsShown(world, patch);
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

test('consent to one document that does not compile is none to another', async (t) => {
  const objection = { kind: 'uncompilable' as const, name: 'LABIN.mac', why: 'line 2 is nothing here.' };
  const world = aWorld(undefined, { engine: { compile: nothingCompiles, preflight: () => [objection] } });
  await world.pass();
  await consentAsShown(world, patch);
  await world.pass();
  t.is(await stateOf(world), 'failed');
  t.regex(
    (await world.journal()).attempts.get(1)?.end?.why ?? '',
    /It does not compile: Lab\.New\.cls \(line 2/,
  );
});
