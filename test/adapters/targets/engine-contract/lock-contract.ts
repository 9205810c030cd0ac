import { isFailure } from '../../../../src/base/failure.ts';
import { engineCase, put, withSession } from './engine-under-test.ts';
import type { Contract } from './engine-under-test.ts';

/** One session writes, and no other until it ended, however it ended. */
export function lockContract(contract: Contract): void {
  engineCase(
    contract,
    'a second session is refused and told who has the first, until that is closed',
    async (t, { open }) => {
      const first = await open().open('agent uat-1');
      const error = await t.throwsAsync(open().open('agent uat-2'));
      t.true(isFailure(error, 'TARGET_BUSY'));
      t.regex(error.message, /agent uat-1/);
      await first.close();
      await first.close();
      const second = await open().open('agent uat-2');
      await second.close();
    },
  );

  engineCase(contract, 'a closed session writes nothing', async (t, { open }) => {
    const session = await open().open('agent');
    await session.close();
    await t.throwsAsync(session.appendRegister(['{}']));
    await t.throwsAsync(put(session, contract.four[0], 'ROUTINE A [Type=MAC]\n'));
    t.deepEqual(await open().inventory('all'), []);
  });

  engineCase(contract, 'looking and reading need no session', async (t, { open }) => {
    await withSession(open(), async () => {
      t.deepEqual(await open().inventory('all'), []);
      t.deepEqual((await open().look()).register, []);
    });
  });

  engineCase(contract, 'a process that is killed frees the target', async (t, { open, holdElsewhere }) => {
    if (holdElsewhere === undefined) {
      t.pass('this engine has no processes');
      return;
    }
    const other = await holdElsewhere();
    const error = await t.throwsAsync(open().open('agent'));
    t.true(isFailure(error, 'TARGET_BUSY'));
    t.regex(error.message, /holder elsewhere/);
    await other.kill();
    await (await open().open('agent')).close();
  });
}
