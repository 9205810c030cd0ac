import { engineCase, withSession } from './engine-under-test.ts';
import type { Contract } from './engine-under-test.ts';

/** The register keeps what it was given, beside the documents; and the target says what it is. */
export function registerContract(contract: Contract): void {
  engineCase(contract, 'the register keeps every entry in order, across sessions', async (t, { open }) => {
    const batches = [['{"a":1}'], ['{"b":[1,"ä\\n"]}', '{"c":null}'], [], ['"d"']];
    for (const batch of batches)
      await withSession(open(), async (session, target) => {
        const before = (await target.look()).register;
        await session.appendRegister(batch);
        t.deepEqual((await target.look()).register, [...before, ...batch]);
      });
    t.deepEqual((await open().look()).register, batches.flat());
  });

  engineCase(contract, 'the register is no document', async (t, { open }) => {
    await withSession(open(), (session) => session.appendRegister(['{"a":1}']));
    t.deepEqual(await open().inventory('all'), []);
  });

  engineCase(contract, 'what it says of itself holds together', async (t, { open }) => {
    const facts = await open().look();
    t.not(facts.target, '');
    t.is((await open().look()).target, facts.target);
    t.true(facts.can.kinds.length > 0);
    if (facts.can.runs !== 'none') return;
    await withSession(open(), async (session) => {
      t.false((await session.run({ attempt: 1, entry: 'LABEL^LAB', parameters: {} })).ok);
    });
  });
}
