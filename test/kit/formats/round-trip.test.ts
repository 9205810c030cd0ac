import test from 'ava';
import fc from 'fast-check';
import { Failure } from '../../../src/base/failure.ts';
import type { Document } from '../../../src/document/document.ts';
import { documentName } from '../../../src/document/document-name.ts';
import { writeGlobal } from '../../../src/document/global.ts';
import { writeXmlExport } from '../../../src/kit/formats/write-export.ts';
import { writeGtmRoutineOutput } from '../../../src/kit/formats/write-gtm-routine-output.ts';
import { writeRoutineOutput } from '../../../src/kit/formats/write-routine-output.ts';
import { writeUdl } from '../../../src/kit/formats/write-udl.ts';
import { writeZwr } from '../../../src/kit/formats/write-zwr.ts';
import { byteText, globalNodes, wideText } from '../../document/global-arbitraries.ts';
import { anExport, bytesOf, documents, joined } from './files.ts';

/** A text that XML can hold, with what is awkward in XML often. */
const xmlText = fc
  .array(
    fc.constantFrom('a', ' ', '\n', '\t', '\r', '<', '>', '&', ']', ']]>', '"', "'", 'é', '€', '😀', '&amp;'),
    {
      maxLength: 10,
    },
  )
  .map((parts) => parts.join(''));
const codeLine = xmlText.map((text) => text.replace(/[\r\n]/g, ''));
const globalOf = (text?: fc.Arbitrary<string>): fc.Arbitrary<Document> =>
  globalNodes(text).map((nodes) => ({ name: documentName('^G'), bytes: writeGlobal(nodes) }));
const aGlobal = globalOf(fc.oneof(byteText, wideText));
const aPage = fc
  .tuple(fc.uint8Array({ maxLength: 40 }), xmlText)
  .chain(([bytes, text]) => fc.constantFrom(bytes, bytesOf(text), bytesOf(text.replaceAll('\r', ''))))
  .map((bytes) => ({
    name: documentName('/csp/lab/a.js'),
    bytes: Uint8Array.from(bytes),
    attributes: { default: '1' },
  }));
const aRoutine = fc.array(codeLine, { maxLength: 5 }).map((lines) => ({
  name: documentName('LABIN.mac'),
  bytes: bytesOf(`ROUTINE LABIN [Type=MAC]\n${lines.map((line) => `${line}\n`).join('')}`),
}));

const same = (documents: readonly Document[]): unknown[] =>
  documents.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('latin1')]);

async function again(
  path: string,
  all: readonly Document[],
  write: typeof writeXmlExport,
): Promise<Document[]> {
  return documents(path, await joined(write(all)), 65_536);
}

test('globals, pages and routines written as XML are read as they were', async (t) => {
  await fc.assert(
    fc.asyncProperty(aGlobal, aPage, aRoutine, async (...all) => {
      t.deepEqual(same(await again('kit/a.xml', all, writeXmlExport)), same(all));
    }),
    { numRuns: 300 },
  );
});

test('any tree in a class, schema or project is read as it was, and its canonical bytes stay', async (t) => {
  const leaf = fc.oneof(xmlText.map(escape), xmlText.map(cdata), fc.constant('<!-- c --><?p i?>'));
  const tree = treeOf(treeOf(treeOf(leaf)));
  await fc.assert(
    fc.asyncProperty(tree, tree, tree, async (one, two, three) => {
      const content = anExport(
        `<Class name="A">${one}\n${two}</Class>`,
        `<Project name="P">${two}</Project>`,
        `<Document name="D.HL7">${three}${one}</Document>`,
      );
      const read = await documents('kit/a.xml', content, 65_536);
      t.deepEqual(same(await documents('kit/a.xml', await joined(writeXmlExport(read)), 65_536)), same(read));
    }),
    { numRuns: 200 },
  );
});

test('globals written as ZWR are read as they were, whatever they hold', async (t) => {
  await fc.assert(
    fc.asyncProperty(globalOf(), async (global) => {
      const expected = global.bytes.length === 0 ? [] : [global];
      t.deepEqual(same(await again('kit/a.zwr', [global], writeZwr)), same(expected));
    }),
  );
});

test('routines written as %RO and as UDL are read as they were', async (t) => {
  await fc.assert(
    fc.asyncProperty(aRoutine, async (routine) => {
      const include = {
        name: documentName('B.inc'),
        bytes: bytesOf('ROUTINE B [Type=INC,LanguageMode=1]\n\n#d\n'),
      };
      t.deepEqual(
        same(await again('kit/a.ro', [routine, include], writeRoutineOutput)),
        same([routine, include]),
      );
      t.deepEqual(same(await documents('kit/LABIN.mac', writeUdl(routine))), same([routine]));
    }),
  );
});

test('routines written as %RO of GT.M are read as they were, byte for byte', async (t) => {
  const line = byteText.map((text) => text.replace(/[\0\r\n]/g, ' ')).filter((text) => text !== '');
  const routine = (name: string) =>
    fc.array(line, { maxLength: 5 }).map((lines) => ({
      name: documentName(name),
      bytes: Uint8Array.from(Buffer.from(lines.map((one) => `${one}\n`).join(''), 'latin1')),
    }));
  await fc.assert(
    fc.asyncProperty(routine('LABIN.m'), routine('%LABU.m'), async (one, other) => {
      const read = await again('kit/a.ro', [one, other], writeGtmRoutineOutput);
      t.deepEqual(same(read), same([one, other]));
    }),
  );
});

test('attributes of a page and of a routine are kept', async (t) => {
  const content = anExport(
    '<CSP name="a.js" application="/csp/lab" default="1" languagemode="2"><![CDATA[\nx]]></CSP>',
    '<CSPBase64 name="b.js" application="/csp/lab/">\neA==\n</CSPBase64>',
    '<Routine name="A" type="MAC" generated="1"><![CDATA[\n q\n]]></Routine>',
  );
  const read = await documents('kit/a.xml', content);
  t.deepEqual(await documents('kit/a.xml', await joined(writeXmlExport(read))), read);
  t.deepEqual(read[0]?.attributes, { application: '/csp/lab', default: '1', languagemode: '2' });
});

const unwritable: readonly (readonly [
  what: string,
  write: typeof writeXmlExport,
  name: string,
  text: string,
])[] = [
  ['a class in UDL as XML', writeXmlExport, 'A.cls', 'Class A\n{\n}\n'],
  ['control characters in a routine as XML', writeXmlExport, 'A.mac', 'ROUTINE A [Type=MAC]\n ;\f\n'],
  ['a header that says more as XML', writeXmlExport, 'A.int', 'ROUTINE A [Type=INT,Generated]\n q\n'],
  ['control and wide characters in one value as XML', writeXmlExport, '^A', '^A=$C(1,8364)\n'],
  ['a line that is a dot as %RO', writeRoutineOutput, 'A.mac', 'ROUTINE A [Type=MAC]\n.\n'],
  ['a global as %RO', writeRoutineOutput, '^A', '^A=""\n'],
  ['an empty line as %RO of GT.M', writeGtmRoutineOutput, 'A.m', 'A ;\n\n q\n'],
  ['a routine of Caché as %RO of GT.M', writeGtmRoutineOutput, 'A.mac', 'ROUTINE A [Type=MAC]\n q\n'],
  ['a routine as ZWR', writeZwr, 'A.mac', 'ROUTINE A [Type=MAC]\n q\n'],
];

for (const [what, write, name, text] of unwritable) {
  test(`${what} is refused rather than written with loss`, async (t) => {
    const document = { name: documentName(name), bytes: bytesOf(text) };
    const error = await t.throwsAsync(joined(write([document])), { instanceOf: Failure });
    t.is(error.code, 'NOT_WRITABLE');
  });
}

test('a class in XML and a page are refused as UDL', (t) => {
  t.throws(() => writeUdl({ name: documentName('A.cls'), bytes: bytesOf('<Class name="A"/>\n') }), {
    instanceOf: Failure,
  });
  t.throws(() => writeUdl({ name: documentName('/a.js'), bytes: bytesOf('x') }), { instanceOf: Failure });
});

/** An element with some of these in it. */
function treeOf(child: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom('Method', 'Value', 'TimeChanged', 'a.b-c'),
      fc.option(xmlText, { nil: null }),
      fc.array(fc.oneof(child, xmlText.map(escape), fc.constant('\n  ')), { maxLength: 4 }),
    )
    .map(([name, attribute, children]) => element(name, attribute, children.join('')));
}

function element(name: string, attribute: string | null, inside: string): string {
  const start = attribute === null ? name : `${name} x="${escape(attribute)}"`;
  return `<${start}>${inside}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/[<>&"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
