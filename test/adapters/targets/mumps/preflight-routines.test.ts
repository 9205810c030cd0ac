import { readdirSync } from 'node:fs';
import { openMumpsTarget } from '../../../../src/adapters/targets/mumps/open-mumps-target.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { aRunRoom, sayM } from '../../../worlds/gtm-run.ts';

const routine = (name: string, text: string) => ({
  name: documentName(name),
  bytes: Buffer.from(text),
  madeBy: null,
});

test(`lines of routines that GT.M does not compile are named before anything is touched${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const target = openMumpsTarget(room);
  const said = await target.preflight?.(
    [
      routine('LABB.m', 'LABB ;\n quit\nA set x=##class(X)\n quit\nB set y=1||2\n quit\n'),
      routine('%LABU.m', '%LABU ;\n set x=$Q(^X,-1,2,3)\n quit\n'),
      routine('LABOK.m', 'LABOK ;\n quit\n'),
      { name: documentName('LABGONE.m'), bytes: null, madeBy: null },
    ],
    null,
  );
  t.deepEqual(
    said?.map(({ kind, name }) => [kind, name]),
    [
      ['uncompilable', 'LABB.m'],
      ['uncompilable', '%LABU.m'],
    ],
  );
  t.regex(said?.[0]?.why ?? '', /\(line 3, column \d+: .+; line 5, column \d+: .+\)/);
  t.deepEqual(readdirSync(room.database.routines[0]), []);
  t.deepEqual(readdirSync(room.database.objects ?? room.database.routines[0]), []);
});

test(`a routine that went in with such lines runs where it does not call them${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const session = await openMumpsTarget(room).open('a test');
  const name = documentName('LABB.m');
  const bytes = Buffer.from('LABB ;\n write "well"\n quit\nA set x=##class(X)\n quit\n');
  await session.apply({ kind: 'put', name, bytes, expected: null });
  t.is((await session.compile([name])).length, 1);
  await session.close();
  t.regex(await sayM(room, 'do ^LABB'), /well$/);
});
