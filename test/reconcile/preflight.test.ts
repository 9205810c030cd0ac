import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import type { Objection } from '../../src/ports/target.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { World } from '../worlds/a-world.ts';
import { before, firstPatch, patch } from './scenarios.ts';
import { consentAsShown } from '../worlds/consent-as-shown.ts';

const about = (kind: Objection['kind']): Objection => ({
  ...{ kind, name: documentName('Lab.New.cls'), why: 'the class is deployed. Leave it out.' },
});

function aWorld(objections: readonly Objection[], asked: string[] = []): World {
  return new World({
    patches: { [patch]: firstPatch },
    target: before,
    engine: {
      preflight: (documents) => {
        asked.push(...documents.map(({ name, bytes }) => `${name} ${bytes === null ? 'goes' : 'comes'}`));
        return objections;
      },
    },
  });
}

test('what the target refuses stands in the plan, and nothing is touched', async (t) => {
  const asked: string[] = [];
  const world = aWorld([about('refusal')], asked);
  const [proof, { plan }] = [await world.proof(), await lookAhead(world.ports, world.setup)];
  const blockers = plan?.steps.flatMap((step) => (step.kind === 'wait' ? step.blockers : []));
  t.deepEqual(
    blockers?.map(({ reason, message }) => `${reason} ${message}`),
    ['NotPossibleHere Lab.New.cls: the class is deployed. Leave it out.'],
  );
  t.deepEqual(asked.sort(), ['LABIN.mac comes', 'Lab.New.cls comes', 'Lab.Old.cls goes', '^LabConfig comes']);
  await world.pass();
  t.is(await world.proof(), proof);
  t.is((await world.installed()).patches.get(patch)?.state, 'received');
});

test('a refusal that is gone at the next pass stands in nobody’s way', async (t) => {
  const objections = [about('refusal')];
  const world = aWorld(objections);
  await world.pass();
  objections.pop();
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'installed');
});

test('what needs consent waits for an operator, and goes in with it', async (t) => {
  const world = aWorld([about('consent')]);
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'received');
  const { plan } = await lookAhead(world.ports, world.setup);
  const [step] = plan?.steps ?? [];
  t.regex(
    step?.kind === 'wait' ? (step.blockers[0]?.message ?? '') : '',
    /deployed.*An operator has to consent/,
  );
  await consentAsShown(world, patch);
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'installed');
});
