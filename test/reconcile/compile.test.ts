import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { aWorld } from './scenarios.ts';
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
