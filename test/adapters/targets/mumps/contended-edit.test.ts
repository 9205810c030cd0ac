import type { ExecutionContext } from 'ava';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../../../src/adapters/targets/mumps/call-process.ts';
import { openMumpsTarget } from '../../../../src/adapters/targets/mumps/open-mumps-target.ts';
import { computeChange } from '../../../../src/document/compute-change.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { gtmDatabase, gtmTest, withoutGtm } from '../../../worlds/gtm-database.ts';

const global = documentName('^G');
const backup = Buffer.from(['a', 'b', 'c'].map((key) => `^G("in","${key}")="ours"\n`).join(''));

/**
 * Puts three nodes back where none are; when the second is set, another process sets a node and has committed before that transaction can. GT.M's
 * triggers make that happen at this very moment, the first time that the transaction is tried.
 */
async function restoreWhile(t: ExecutionContext, theirs: string) {
  const database = await gtmDatabase(t);
  const execute = (code: string) =>
    callMumps(database, 'mumps', ['-run', '%XCMD', code], { timeLimit: 60_000 });
  const script = join(database.own, 'theirs.sh');
  writeFileSync(script, `"$gtm_dist/mumps" -run %XCMD 'set ${theirs}="theirs"'\n`);
  const trigger = join(database.own, 'second.trg');
  writeFileSync(trigger, `+^G("in","b") -commands=SET -xecute="if '$trestart zsystem ""sh ${script}"""\n`);
  t.is(
    (await callMumps(database, 'mupip', ['trigger', `-triggerfile=${trigger}`], { timeLimit: 60_000 })).code,
    0,
  );
  const target = openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 });
  const session = await target.open('test');
  const change = computeChange(global, null, backup);
  const result = change && (await session.apply(change));
  await session.close();
  t.is((await execute(`write ${theirs}`)).output.toString().trim(), 'theirs');
  return { result, now: Buffer.from((await target.read(global)) ?? []).toString() };
}

gtmTest(
  `a node that another process writes while it is put back is not overwritten, and no other is put back${withoutGtm}`,
  async (t) => {
    const { result, now } = await restoreWhile(t, '^G("in","c")');
    t.is(result?.kind, 'conflict');
    t.is(now, '^G("in","c")="theirs"\n');
  },
);

gtmTest(
  `a node that another process writes beside those that are put back stays, and they are${withoutGtm}`,
  async (t) => {
    const { result, now } = await restoreWhile(t, '^G("in","d")');
    t.is(result?.kind, 'applied');
    t.is(now, `${backup.toString()}^G("in","d")="theirs"\n`);
  },
);
