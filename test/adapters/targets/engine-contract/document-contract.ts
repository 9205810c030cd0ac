import test from 'ava';
import { digestOf } from '../../../../src/base/digest.ts';
import { computeChange } from '../../../../src/document/compute-change.ts';
import type { ChangeResult } from '../../../../src/document/change.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { parseDocumentName } from '../../../../src/document/parse-document-name.ts';
import { isHeld, put, withSession } from './engine-under-test.ts';
import type { EngineFactory } from './engine-under-test.ts';

/** Documents of all kinds come back byte for byte, are changed only from what was expected, and are listed. */
export function documentContract(engine: string, factory: EngineFactory): void {
  documentsComeBack(engine, factory);
  documentsAreKeptApart(engine, factory);
  documentsAreChangedFromWhatWasExpected(engine, factory);
  documentsAreListed(engine, factory);
}

function documentsComeBack(engine: string, factory: EngineFactory): void {
  for (const [text, content] of Object.entries(documentsOfAllKinds))
    test(`${engine}: ${label(text)} can be put, replaced and removed`, async (t) => {
      const { open } = factory(t);
      const name = documentName(text);
      t.is(parseDocumentName(text), name, 'the test uses names that can occur');
      await withSession(open(), async (session, target) => {
        for (const bytes of [Buffer.from(content), Buffer.from(`${content.trimEnd()}2\n`), null]) {
          const change = computeChange(name, await target.read(name), bytes);
          t.deepEqual(change && (await session.apply(change)), { kind: 'applied' });
          await isHeld(t, open(), text, bytes);
          const inventory = bytes === null ? [] : [{ name, digest: digestOf(bytes) }];
          t.deepEqual(await open().inventory('all'), inventory);
        }
      });
    });

  test(`${engine}: bytes of a file are kept as they are`, async (t) => {
    const { open } = factory(t);
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await withSession(open(), async (session) => {
      await put(session, '/csp/lab/logo.gif', all);
      await put(session, '/csp/lab/empty.txt', '');
    });
    await isHeld(t, open(), '/csp/lab/logo.gif', Buffer.from(all));
    await isHeld(t, open(), '/csp/lab/empty.txt', Buffer.alloc(0));
  });
}

function documentsAreKeptApart(engine: string, factory: EngineFactory): void {
  test(`${engine}: documents whose names are alike are kept apart`, async (t) => {
    const { open } = factory(t);
    const alike = [
      'Lab.Router.cls',
      'lab.Router.cls',
      'Lab.router.cls',
      'LAB.mac',
      'LAB.int',
      'LAB.inc',
      'lab.mac',
    ];
    await withSession(open(), async (session) => {
      for (const name of alike) t.deepEqual(await put(session, name, `${udl(name)}\n`), { kind: 'applied' });
    });
    for (const name of alike) await isHeld(t, open(), name, Buffer.from(`${udl(name)}\n`));
    t.deepEqual(
      (await open().inventory('all')).map((entry) => String(entry.name)),
      [...alike].sort(),
    );
  });
}

function documentsAreChangedFromWhatWasExpected(engine: string, factory: EngineFactory): void {
  test(`${engine}: what somebody else wrote meanwhile is not overwritten, and not removed`, async (t) => {
    const { open } = factory(t);
    const name = documentName('Lab.Router.cls');
    const theirs = Buffer.from('Class Lab.Router { }\n');
    const conflict: ChangeResult = { kind: 'conflict', found: digestOf(theirs) };
    const bytes = Buffer.from('Class Lab.Router\n');
    await withSession(open(), async (session) => {
      await put(session, name, theirs);
      for (const expected of [null, digestOf('what it was')])
        t.deepEqual(await session.apply({ kind: 'put', name, bytes, expected }), conflict);
      t.deepEqual(await session.apply({ kind: 'remove', name, expected: digestOf('what it was') }), conflict);
      await isHeld(t, open(), name, theirs);
      t.deepEqual(await session.apply({ kind: 'put', name, bytes, expected: digestOf(theirs) }), {
        kind: 'applied',
      });
      t.deepEqual(await session.apply({ kind: 'remove', name, expected: digestOf(bytes) }), {
        kind: 'applied',
      });
      t.deepEqual(await session.apply({ kind: 'remove', name, expected: digestOf(bytes) }), {
        kind: 'conflict',
        found: null,
      });
      t.deepEqual(await session.apply({ kind: 'put', name, bytes, expected: digestOf(theirs) }), {
        kind: 'conflict',
        found: null,
      });
    });
  });
}

function documentsAreListed(engine: string, factory: EngineFactory): void {
  test(`${engine}: an empty target holds nothing`, async (t) => {
    const target = factory(t).open();
    t.deepEqual(await target.inventory('all'), []);
    t.deepEqual((await target.look()).register, []);
    t.is(await target.read(documentName('Lab.Router.cls')), null);
  });

  test(`${engine}: an inventory of named documents is sorted, names each once, and says what is absent`, async (t) => {
    const { open } = factory(t);
    await withSession(open(), async (session) => {
      await put(session, 'B.mac', 'ROUTINE B [Type=MAC]\n');
      await put(session, 'A.mac', 'ROUTINE A [Type=MAC]\n');
      await put(session, 'C.mac', 'ROUTINE C [Type=MAC]\n');
    });
    const names = ['C.mac', 'X.mac', 'A.mac', 'C.mac', '^None', '^None("x")'].map(documentName);
    t.deepEqual(await open().inventory(names), [
      { name: documentName('A.mac'), digest: digestOf('ROUTINE A [Type=MAC]\n') },
      { name: documentName('C.mac'), digest: digestOf('ROUTINE C [Type=MAC]\n') },
      { name: documentName('X.mac'), digest: null },
      { name: documentName('^None'), digest: null },
      { name: documentName('^None("x")'), digest: null },
    ]);
  });
}

const longName = `${'Very.Long.Package.'.repeat(11)}Name`;
const udl = (name: string) => (name.endsWith('.cls') ? `Class ${name}` : `ROUTINE ${name}`);
const documentsOfAllKinds: Readonly<Record<string, string>> = {
  'Lab.Router.cls': 'Class Lab.Router\n{\n}\n',
  'Größe.日本.cls': 'Class Größe.日本\n',
  '%ZLab.Util.cls': 'Class %ZLab.Util\n',
  'con.cls': 'Class con\n',
  'aux.nul.prn.cls': 'Class aux.nul.prn\n',
  [`${longName}.cls`]: `Class ${longName}\n`,
  'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\n q\n',
  '%ZSTART.mac': 'ROUTINE %ZSTART [Type=MAC]\n',
  'LAB.IN.int': 'ROUTINE LAB.IN [Type=INT]\n',
  'LAB.inc': 'ROUTINE LAB [Type=INC]\n',
  '/csp/lab/index.csp': '<html>\n</html>\n',
  '/csp/lab/with blanks & (signs)+ü.txt': 'text\n',
  '/a:b*c?d"e<f>g|h~i0=41.txt': 'text\n',
  '/.hidden/trailing. /x.': 'text\n',
  [`/${'long'.repeat(100)}`]: 'text\n',
  'Lab.prj': '<Project name="Lab"></Project>\n',
  'ITB.HL7': '<Category></Category>\n',
  'Lab Table.LUT': '<lookupTable></lookupTable>\n',
};

function label(name: string): string {
  return name.length > 60 ? `a name of ${name.length} characters (${name.slice(0, 20)}…)` : name;
}
