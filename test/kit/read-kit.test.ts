import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import type { DocumentName } from '../../src/document/document-name.ts';
import type { GlobalsMode } from '../../src/kit/manifest.ts';
import { readKit } from '../../src/kit/read-kit.ts';
import type { ReleaseFile } from '../../src/kit/release-record.ts';

const udl = (name: string) => `Class ${name}\n{\n\n}\n`;
const zwr = (...nodes: readonly string[]) =>
  `A kit\n01-JAN-2026  00:00:00 ZWR\n${nodes.map((node) => `${node}\n`).join('')}`;

interface KitParts {
  readonly files: Readonly<Record<string, string>>;
  readonly modes?: Readonly<Record<string, GlobalsMode>>;
  readonly remove?: readonly string[];
  readonly named?: readonly string[];
}

function read({ files, modes = {}, remove = [], named = Object.keys(files) }: KitParts) {
  const kit = named.map((file) => ({ file, sha256: null, globals: modes[file] ?? null }));
  const found = Object.entries(files).map(([path, text]): ReleaseFile => ({
    path,
    size: text.length,
    async *read() {
      yield await Promise.resolve(Buffer.from(text));
    },
  }));
  return readKit({ kit, remove: remove as readonly DocumentName[] }, found);
}

test('a kit is read with the place of each document, and how its globals are put in', async (t) => {
  const documents = await read({
    files: { 'kit/A.cls': udl('Lab.A'), 'kit/g.zwr': zwr('^Lab(1)="x"', '^Other="y"') },
    modes: { 'kit/A.cls': 'merge', 'kit/g.zwr': 'replace' },
  });
  t.deepEqual(
    documents.map(({ document, file, globals }) => [document.name as string, file, globals]),
    [
      ['Lab.A.cls', 'kit/A.cls', null],
      ['^Lab', 'kit/g.zwr', 'replace'],
      ['^Other', 'kit/g.zwr', 'replace'],
    ],
  );
});

const wrong: readonly (readonly [what: string, parts: KitParts, expected: RegExp])[] = [
  [
    'a document in two files',
    { files: { 'kit/A.cls': udl('Lab.A'), 'kit/B.cls': udl('Lab.A') } },
    /^kit\/B\.cls:1:1: Lab\.A\.cls stands in kit\/A\.cls:1 too/,
  ],
  [
    'names that differ by case only',
    { files: { 'kit/A.cls': udl('Lab.A'), 'kit/B.cls': udl('LAB.A') } },
    /LAB\.A\.cls stands as Lab\.A\.cls in/,
  ],
  [
    'a global for which nobody said how',
    { files: { 'kit/g.zwr': zwr('^Lab(1)="x"') } },
    /^kit\/g\.zwr:3:1: carries the global \^Lab, expected `globals: merge`/,
  ],
  [
    'a file that is not there',
    { files: {}, named: ['kit/A.cls'] },
    /^kit\/A\.cls: is named by patch\.yaml, and is not there/,
  ],
  [
    'a document that is removed too',
    { files: { 'kit/A.cls': udl('Lab.A') }, remove: ['Lab.A.cls'] },
    /carries Lab\.A\.cls, and patch\.yaml removes Lab\.A\.cls/,
  ],
  [
    'a node below what is removed',
    {
      files: { 'kit/g.zwr': zwr('^Lab("in",1)="x"') },
      modes: { 'kit/g.zwr': 'merge' },
      remove: ['^Lab("in")'],
    },
    /removes \^Lab\("in"\)/,
  ],
  [
    'a global that is replaced while a part of it is removed',
    {
      files: { 'kit/g.zwr': zwr('^Lab("in",1)="x"') },
      modes: { 'kit/g.zwr': 'replace' },
      remove: ['^Lab("out")'],
    },
    /removes \^Lab\("out"\)/,
  ],
];
for (const [what, parts, expected] of wrong) {
  test(`a kit with a mistake is refused with its place: ${what}`, async (t) => {
    const error = await t.throwsAsync(read(parts));
    t.true(isFailure(error, 'INVALID_FILE'), String(error));
    t.regex(error.message, expected);
  });
}

test('the issues of all files of a kit are told at once', async (t) => {
  const error = await t.throwsAsync(
    read({
      files: { 'kit/A.xml': '<Export', 'kit/B.xml': '<Export' },
      named: ['kit/A.xml', 'kit/B.xml', 'kit/C.xml'],
    }),
  );
  t.true(isFailure(error, 'INVALID_FILE'));
  for (const file of ['A', 'B', 'C']) t.true(error.message.includes(`kit/${file}.xml`), String(error));
});

test('a merge beside what is removed is no conflict, and M tells globals apart by case', async (t) => {
  const files = { 'kit/g.zwr': zwr('^Lab("in",1)="x"'), 'kit/h.zwr': zwr('^LAB=1') };
  const modes = { 'kit/g.zwr': 'merge', 'kit/h.zwr': 'merge' } as const;
  t.is((await read({ files, modes, remove: ['^Lab("out")'] })).length, 2);
});

test('what an export says of the server that wrote it goes with its documents', async (t) => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26"';
  const body = '<Class name="Lab.A">\n</Class>\n</Export>\n';
  const zv = 'IRIS for UNIX 2022.1 (Build 1U)';
  for (const [text, madeBy] of [
    [`${head} zv="${zv}">\n${body}`, zv],
    [`${head}>\n${body}`, undefined],
  ] as const) {
    const file = { path: 'kit/a.xml', read: () => chunks(text) } as never;
    const [one] = await readKit({ kit: [{ file: 'kit/a.xml', sha256: null, globals: null }], remove: [] }, [
      file,
    ]);
    t.is(one?.madeBy, madeBy);
  }
});

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}
