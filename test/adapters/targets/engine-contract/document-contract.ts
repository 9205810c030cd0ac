import { digestOf } from '../../../../src/base/digest.ts';
import { computeChange } from '../../../../src/document/compute-change.ts';
import type { ChangeResult } from '../../../../src/document/change.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { parseDocumentName } from '../../../../src/document/parse-document-name.ts';
import { edit, engineCase, isHeld, put, withSession } from './engine-under-test.ts';
import type { Contract } from './engine-under-test.ts';

/** Documents of all kinds come back byte for byte, are changed only from what was expected, and are listed. */
export function documentContract(contract: Contract): void {
  documentsComeBack(contract);
  documentsAreKeptApart(contract);
  documentsAreChangedFromWhatWasExpected(contract);
  documentsAreListed(contract);
}

function documentsComeBack(contract: Contract): void {
  for (const [text, first, second] of documentsOfAllKinds)
    engineCase(
      contract,
      `${label(text)} can be put, replaced and removed`,
      async (t, { open }) => {
        const name = documentName(text);
        t.is(parseDocumentName(text), name, 'the test uses names that can occur');
        await withSession(open(), async (session, target) => {
          for (const bytes of [Buffer.from(first), Buffer.from(second), null]) {
            const change = computeChange(name, await target.read(name), bytes);
            t.deepEqual(change && (await session.apply(change)), { kind: 'applied' });
            await isHeld(t, open(), text, bytes);
            const inventory = bytes === null ? [] : [{ name, digest: digestOf(bytes) }];
            t.deepEqual(await open().inventory('all'), inventory);
          }
        });
      },
      [text],
    );

  engineCase(
    contract,
    'bytes of a file are kept as they are',
    async (t, { open }) => {
      const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await withSession(open(), async (session) => {
        await put(session, '/csp/lab/logo.gif', all);
        await put(session, '/csp/lab/empty.txt', '');
      });
      await isHeld(t, open(), '/csp/lab/logo.gif', Buffer.from(all));
      await isHeld(t, open(), '/csp/lab/empty.txt', Buffer.alloc(0));
    },
    ['/csp/lab/logo.gif'],
  );
}

function documentsAreKeptApart(contract: Contract): void {
  engineCase(contract, 'documents whose names are alike are kept apart', async (t, { open }) => {
    const { alike } = contract;
    await withSession(open(), async (session) => {
      for (const name of alike) t.deepEqual(await put(session, name, udl(name)), { kind: 'applied' });
    });
    for (const name of alike) await isHeld(t, open(), name, Buffer.from(udl(name)));
    t.deepEqual(
      (await open().inventory('all')).map((entry) => String(entry.name)),
      [...alike].sort(),
    );
  });
}

function documentsAreChangedFromWhatWasExpected(contract: Contract): void {
  engineCase(
    contract,
    'what somebody else wrote meanwhile is not overwritten, and not removed',
    async (t, { open }) => {
      const name = documentName(contract.four[0]);
      const theirs = Buffer.from(`${udl(name)} ;theirs\n`);
      const conflict: ChangeResult = { kind: 'conflict', found: digestOf(theirs) };
      const bytes = Buffer.from(udl(name));
      await withSession(open(), async (session) => {
        await put(session, name, theirs);
        for (const expected of [null, digestOf('what it was')])
          t.deepEqual(await session.apply({ kind: 'put', name, bytes, expected }), conflict);
        t.deepEqual(
          await session.apply({ kind: 'remove', name, expected: digestOf('what it was') }),
          conflict,
        );
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
    },
  );
}

function documentsAreListed(contract: Contract): void {
  engineCase(contract, 'an empty target holds nothing', async (t, engine) => {
    const target = engine.open();
    t.deepEqual(await target.inventory('all'), []);
    t.deepEqual((await target.look()).register, []);
    t.is(await target.read(documentName('Lab.Router.cls')), null);
    t.deepEqual(await target.list(), []);
  });

  engineCase(
    contract,
    'the list names each document once, and globals only while they hold a node',
    async (t, { open }) => {
      const [a, b] = contract.four;
      await withSession(open(), async (session) => {
        for (const name of [b, a]) await put(session, name, udl(name));
        for (const name of ['^LabOne', '^LabTwo', '^LabGone']) {
          const reference = `${name}("in",1)`;
          await edit(session, name, [{ reference, from: null, to: '1' }]);
        }
        await edit(session, '^LabGone', [{ reference: '^LabGone("in",1)', from: '1', to: null }]);
      });
      const names = (await open().list()).map(({ name }) => String(name)).sort();
      t.deepEqual(names, [a, b, '^LabOne', '^LabTwo'].sort());
    },
  );

  engineCase(
    contract,
    'an inventory of named documents is sorted, names each once, and says what is absent',
    async (t, { open }) => {
      const [a, b, c, absent] = contract.four;
      await withSession(open(), async (session) => {
        for (const name of [b, a, c]) await put(session, name, udl(name));
      });
      const names = [c, absent, a, c, '^None', '^None("x")'].map(documentName);
      t.deepEqual(await open().inventory(names), [
        { name: documentName(a), digest: digestOf(udl(a)) },
        { name: documentName(c), digest: digestOf(udl(c)) },
        { name: documentName(absent), digest: null },
        { name: documentName('^None'), digest: null },
        { name: documentName('^None("x")'), digest: null },
      ]);
    },
  );
}

const longName = `${'Very.Long.Package.'.repeat(11)}Name`;
/** Name, content, and another content that a server takes too. */
const documentsOfAllKinds: readonly (readonly [name: string, first: string, second: string])[] = [
  aClass('Lab.Router'),
  aClass('Größe.日本'),
  aClass('%ZLab.Util'),
  aClass('con'),
  aClass('aux.nul.prn'),
  aClass(longName),
  aRoutine('LABIN.mac', ' q\n'),
  aRoutine('%ZSTART.mac', ''),
  aRoutine('LAB.IN.int', ''),
  ['LABIN.m', 'LABIN ;\n quit\n', 'LABIN ;2\n quit\n'],
  ['%ZLABIN.m', '%ZLABIN ;\n quit\n', '%ZLABIN ;2\n quit\n'],
  aRoutine('LAB.inc', ''),
  ['/csp/lab/index.csp', '<html>\n</html>\n', '<html>\n</html>2\n'],
  ['/csp/lab/with blanks & (signs)+ü.txt', 'text\n', 'text2\n'],
  ['/a:b*c?d"e<f>g|h~i0=41.txt', 'text\n', 'text2\n'],
  ['/.hidden/trailing. /x.', 'text\n', 'text2\n'],
  [`/${'long'.repeat(100)}`, 'text\n', 'text2\n'],
  ['Lab.prj', '<Project name="Lab"></Project>\n', '<Project name="Lab"><Items></Items></Project>\n'],
  ['ITB.HL7', '<Category></Category>\n', '<Category name="2"></Category>\n'],
  ['Lab Table.LUT', '<lookupTable></lookupTable>\n', '<lookupTable><entry></entry></lookupTable>\n'],
];

function aClass(name: string): [string, string, string] {
  return [`${name}.cls`, `Class ${name}\n{\n}\n`, `/// Two\nClass ${name}\n{\n}\n`];
}

function aRoutine(name: string, body: string): [string, string, string] {
  const [, base = '', type = ''] = /^(.*)\.(\w+)$/.exec(name) ?? [];
  const header = `ROUTINE ${base} [Type=${type.toUpperCase()}]\n`;
  return [name, `${header}${body}`, `${header}${body} ;2\n`];
}

function udl(name: string): string {
  return name.endsWith('.cls') ? aClass(name.slice(0, -'.cls'.length))[1] : aRoutine(name, '')[1];
}

function label(name: string): string {
  return name.length > 60 ? `a name of ${name.length} characters (${name.slice(0, 20)}…)` : name;
}
