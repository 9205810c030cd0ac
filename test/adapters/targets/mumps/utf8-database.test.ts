import test from 'ava';
import type { ExecutionContext } from 'ava';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../../../src/adapters/targets/mumps/call-process.ts';
import { inspectDatabase } from '../../../../src/adapters/targets/mumps/inspect-database.ts';
import type { MumpsDatabase } from '../../../../src/adapters/targets/mumps/mumps-database.ts';
import { openMumpsTarget } from '../../../../src/adapters/targets/mumps/open-mumps-target.ts';
import { digestOf } from '../../../../src/base/digest.ts';
import { computeChange } from '../../../../src/document/compute-change.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { icuVersion } from '../../../../tools/make-gtm-database.ts';
import { gtmDatabase, gtmMissing } from '../../../worlds/gtm-database.ts';
import { aRunRoom, runLines, writesFound } from '../../../worlds/gtm-run.ts';

const missing = gtmMissing ?? (icuVersion === null ? 'the ICU library is not on this machine' : null);
const utf8Test = missing === null ? test : test.skip;
const skipped = missing === null ? '' : ` (skipped: ${missing})`;

const aSite = (t: ExecutionContext) => gtmDatabase(t, { characterSet: 'UTF-8' });
const targetOf = (database: MumpsDatabase) =>
  openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 });

/** What a process of the site says to a line of M. */
async function siteSays(database: MumpsDatabase, line: string): Promise<string> {
  const args = ['-run', '%XCMD', line];
  const { output, errors } = await callMumps(database, 'mumps', args, { timeLimit: 60_000, as: 'site' });
  return `${output.toString()}${errors.toString()}`.trim();
}

const umlauts = 'set ^LabA("Müller",$zchar(255))="grün",^LabA("π","日本")="a"_$zchar(252,10,136)_"ü"';
const canonical = String.raw`^LabA("M"_$C(195,188)_"ller",$C(255))="gr"_$C(195,188)_"n"
^LabA($C(207,128),$C(230,151,165,230,156,172))="a"_$C(252,10,136,195,188)
`;

utf8Test(
  `names and values of a database in UTF-8 are read, taken away and put back byte for byte${skipped}`,
  async (t) => {
    const database = await aSite(t);
    await siteSays(database, umlauts);
    const before = await siteSays(database, 'zwrite ^LabA');
    t.regex(before, /"Müller",\$ZCH\(255\)\)="grün"/);
    const [name, target] = [documentName('^LabA'), targetOf(database)];
    const bytes = Buffer.from((await target.read(name)) ?? '');
    t.is(bytes.toString(), canonical);
    t.deepEqual(await target.inventory('all'), [{ name, digest: digestOf(bytes) }]);
    const session = await target.open('test');
    for (const [from, to] of [
      [bytes, null],
      [null, bytes],
    ] as const) {
      const change = computeChange(name, from, to);
      t.is(change && (await session.apply(change)).kind, 'applied');
      t.is(await siteSays(database, 'write $data(^LabA)'), to === null ? '0' : '10');
    }
    await session.close();
    t.is(await siteSays(database, 'zwrite ^LabA'), before);
  },
);

utf8Test(
  `routines are compiled in the character set of the site, whose processes go on with them${skipped}`,
  async (t) => {
    const database = await aSite(t);
    const name = documentName('LABU.m');
    const session = await targetOf(database).open('test');
    const change = computeChange(name, null, Buffer.from('LABU() quit $length("grün")\n'));
    t.is(change && (await session.apply(change)).kind, 'applied');
    t.deepEqual(await session.compile([name]), []);
    await session.close();
    const object = join(database.objects ?? '', 'LABU.o');
    const compiled = readFileSync(object);
    t.is(await siteSays(database, 'write $$^LABU'), '4');
    t.deepEqual(readFileSync(object), compiled);
  },
);

utf8Test(
  `a patch's own code runs in the character set of the site, and all that it writes is known${skipped}`,
  async (t) => {
    const room = await aRunRoom(t, { database: await aSite(t) });
    const lines = [
      'write $zchset," ",$length(patchfleet("Größe"))," ",patchfleet("Größe"),!',
      'set ^LabA($char(252))=$char(960)_$zchar(255)',
    ].map((line) => Buffer.from(line).toString('latin1'));
    const result = await runLines(room, lines, { Größe: 'grün' });
    t.true(result.ok, result.detail + result.transcript);
    t.regex(result.transcript, /^UTF-8 4 grün$/m);
    t.deepEqual(writesFound(room), [
      { kind: 'set', reference: '^LabA($C(195,188))', value: '\xcf\x80\xff', own: true },
    ]);
    t.is(await siteSays(room.database, 'zwrite ^LabA'), '^LabA("ü")="π"_$ZCH(255)');
  },
);

const newRoutine = (text: string) => ({
  name: documentName('LABN.m'),
  bytes: Buffer.from(text, 'latin1'),
  madeBy: null,
});
const plain = newRoutine('LABN ;\n quit\n');

for (const [says, has] of [
  ['M', 'UTF-8'],
  ['UTF-8', 'M'],
] as const)
  utf8Test(
    `where site.yaml says ${says} and the site's routines are compiled in ${has}, no code of a patch goes in${skipped}`,
    async (t) => {
      const site = await aSite(t);
      writeFileSync(join(site.routines[0], 'LABS.m'), 'LABS ;\n quit\n');
      await siteSays({ ...site, characterSet: has }, 'do ^LABS');
      const object = join(site.objects ?? '', 'LABS.o');
      const compiled = readFileSync(object);
      const database = { ...site, characterSet: says };
      const wrong = new RegExp(`LABS\\.o was compiled in character set ${has}, and site\\.yaml says ${says}`);
      const [objection, ...others] = (await targetOf(database).preflight?.([plain], null)) ?? [];
      t.deepEqual([objection?.kind, objection?.name, others.length], ['refusal', 'LABN.m', 0]);
      t.regex(objection?.why ?? '', wrong);
      const [run] = (await targetOf(database).preflight?.([], 'P014^LABP')) ?? [];
      t.deepEqual([run?.kind, run?.name], ['refusal', 'run: P014^LABP']);
      const { characterSet } = await inspectDatabase(database, nodeDisk());
      t.regex(characterSet?.why ?? '', wrong);
      t.regex(characterSet?.next ?? '', new RegExp(`characterSet: ${has}`));
      t.deepEqual(readFileSync(object), compiled);
      t.is((await inspectDatabase({ ...site, characterSet: has }, nodeDisk())).characterSet, null);
    },
  );

utf8Test(`processes that do not start in UTF-8 are found before a patch is${skipped}`, async (t) => {
  const site = await aSite(t);
  const { characterSet } = await inspectDatabase({ ...site, environment: { LC_ALL: 'C' } }, nodeDisk());
  t.regex(characterSet?.why ?? '', /do not start in character set UTF-8 \(%GTM-E-/);
  t.regex(characterSet?.next ?? '', /gtm_icu_version/);
});

utf8Test(`what is no UTF-8 goes into a site in UTF-8 only with consent${skipped}`, async (t) => {
  const target = targetOf(await aSite(t));
  const aGlobal = (name: string, text: string) => ({
    name: documentName(name),
    bytes: Buffer.from(text),
    madeBy: null,
  });
  const said = await target.preflight?.(
    [
      aGlobal('^LabA', canonical.split('\n')[0]?.replace('$C(255)', '1') ?? ''),
      aGlobal('^LabB', '^LabB("M"_$C(252)_"ller")="x"\n'),
      aGlobal('^LabC', '^LabC=$C(252)\n'),
      newRoutine('LABN ; gr\xfcn\n quit\n'),
    ],
    null,
  );
  t.deepEqual(
    said?.map(({ kind, name }) => `${kind} ${name}`),
    ['consent ^LabB', 'consent ^LabC', 'consent LABN.m'],
  );
});

utf8Test(
  `a global that a trigger of a site in UTF-8 stands on is refused before a patch is tried${skipped}`,
  async (t) => {
    const database = await aSite(t);
    const trigger = join(database.own, 'a.trg');
    writeFileSync(trigger, '+^LabA(x=:) -commands=SET -xecute="set ^LabLog=1"\n');
    const args = ['trigger', `-triggerfile=${trigger}`];
    t.is((await callMumps(database, 'mupip', args, { timeLimit: 60_000, as: 'site' })).code, 0);
    const target = targetOf(database);
    const planned = ['^LabA', '^LabA(1)', '^LabB', '^LabLog'].map((name) => ({
      name: documentName(name),
      bytes: Buffer.from(`${name}="x"\n`),
      madeBy: null,
    }));
    const said = (await target.preflight?.(planned, null)) ?? [];
    t.deepEqual(
      said.map(({ kind, name }) => `${kind} ${name}`),
      ['refusal ^LabA', 'refusal ^LabA(1)'],
    );
    t.regex(said[0]?.why ?? '', /TRIGINVCHSET/);
    const session = await target.open('test');
    const change = computeChange(documentName('^LabA'), null, Buffer.from('^LabA(1)="x"\n'));
    await t.throwsAsync(async () => change && session.apply(change), { message: /TRIGINVCHSET/ });
    await session.close();
    t.is(await siteSays(database, 'write $data(^LabA)'), '0');
  },
);

utf8Test(`a rehearsal of a site in UTF-8 compiles in its character set${skipped}`, async (t) => {
  const database = await aSite(t);
  const copy = await targetOf(database).rehearsal?.();
  const session = await copy?.target.open('test');
  const change = computeChange(plain.name, null, plain.bytes);
  t.is(change && (await session?.apply(change))?.kind, 'applied');
  t.deepEqual(await session?.compile([plain.name]), []);
  t.deepEqual(await copy?.target.preflight?.([plain], null), []);
  await session?.close();
  await copy?.close();
  t.false(existsSync(join(database.objects ?? '', 'LABN.o')));
});
