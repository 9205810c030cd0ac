import test from 'ava';
import { isNewer, versionOf } from '../../../../src/adapters/targets/iris/server-version.ts';
import { storageSlotsOf, whyStorageMisreads } from '../../../../src/document/storage-slots.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import type { PlannedDocument } from '../../../../src/ports/target.ts';
import { protocolCase } from '../../../worlds/iris/both-reaches.ts';
import type { ServerTraits } from '../../../worlds/iris/namespace-store.ts';
import { changeNamespace } from '../../../worlds/iris/namespace-store.ts';

const planned = (name: string, text: string | null, madeBy: string | null = null): PlannedDocument => ({
  ...{ name: documentName(name), bytes: text === null ? null : Buffer.from(text), madeBy },
});
const router = '<Class name="Lab.Router">\n</Class>\n';
const cache2012 = 'Cache for UNIX (Red Hat Enterprise Linux for x86-64) 2012.1.1 (Build 601)';

const refusals: readonly (readonly [
  title: string,
  server: Partial<ServerTraits>,
  document: PlannedDocument,
  why: RegExp | null,
])[] = [
  ['a class', {}, planned('Lab.Router.cls', router), null],
  [
    'a class that is deployed',
    { deployed: ['Lab.Router.cls'] },
    planned('Lab.Router.cls', router),
    /is deployed/,
  ],
  [
    'the removal of a deployed class',
    { deployed: ['Lab.Router.cls'] },
    planned('Lab.Router.cls', null),
    /deployed/,
  ],
  [
    'a class of another database',
    { mapped: { 'Lab.Router.cls': '^/db/shared/' } },
    planned('Lab.Router.cls', router),
    /lies in the database \^\/db\/shared\//,
  ],
  [
    'a subtree of a mapped global',
    { mapped: { '^Lab': '^/db/shared/' } },
    planned('^Lab("a")', '^Lab("a",1)="x"\n'),
    /lies in the database/,
  ],
  ['anything, in a read-only database', { readonly: true }, planned('LAB.mac', 'ROUTINE LAB\n'), /read-only/],
  [
    'an export of a later version',
    { version: cache2012 },
    planned('Lab.Router.cls', router, 'Cache for Windows (x86-64) 2017.2 (Build 543U)'),
    /exported from 2017\.2, and this server is 2012\.1/,
  ],
  ['an export of an earlier version', {}, planned('Lab.Router.cls', router, cache2012), null],
  [
    'wide characters in code, on an 8-bit instance',
    { unicode: false },
    planned('LAB.mac', 'ROUTINE LAB [Type=MAC]\n ; 日本\n'),
    /characters above 255/,
  ],
  [
    'Latin letters, on an 8-bit instance',
    { unicode: false },
    planned('LAB.mac', 'ROUTINE LAB\n ; é\n'),
    null,
  ],
  [
    'wide characters in a value, on an 8-bit instance',
    { unicode: false },
    planned('^Lab', '^Lab(1)=$C(955)\n'),
    /characters above 255/,
  ],
  [
    'wide characters in a subscript, on an 8-bit instance',
    { unicode: false },
    planned('^Lab', '^Lab($C(65,955))="x"\n'),
    /characters above 255/,
  ],
  ['any bytes of a file, on an 8-bit instance', { unicode: false }, planned('/csp/a.txt', '日本'), null],
  ['wide characters, on a Unicode instance', {}, planned('^Lab', '^Lab(1)=$C(955)\n'), null],
  [
    'a class in UDL, before 2016.2',
    { version: cache2012 },
    planned('Lab.Router.cls', 'Class Lab.Router\n{\n}\n'),
    /XML export/,
  ],
];
for (const [title, server, document, why] of refusals)
  protocolCase(
    `${title} is ${why === null ? 'let in' : 'refused before anything is touched'}`,
    async (t, s) => {
      changeNamespace(s.folder, (namespace) => {
        Object.assign(namespace.server, { ...server, readonly: false });
        namespace.documents['Lab.Router.cls'] = { element: router, saves: 1, compiled: true };
      });
      await s.target.look();
      changeNamespace(s.folder, (namespace) => Object.assign(namespace.server, server));
      const said = (await s.target.preflight?.([document], null)) ?? [];
      t.deepEqual(
        said.map(({ kind, name }) => ({ kind, name })),
        why === null ? [] : [{ kind: 'refusal', name: document.name }],
      );
      if (why !== null) t.regex(said[0]?.why ?? '', why);
    },
  );

const storage = (...properties: string[]): string =>
  [
    '<Storage name="Default">',
    '<Data name="ResultDefaultData">',
    ...properties.map(
      (property, index) => `<Value name="${index + 1}">\n<Value>${property}</Value>\n</Value>`,
    ),
    '</Data>',
    '</Storage>\n',
  ].join('\n');
const aClass = (body: string): string =>
  `<Class name="Lab.Result">\n<Super>%Persistent</Super>\n${body}</Class>\n`;

protocolCase('storage that only grows is let in; any other change of it needs consent', async (t, s) => {
  changeNamespace(s.folder, ({ documents }) => {
    documents['Lab.Result.cls'] = { element: aClass(storage('Code', 'Value')), saves: 1, compiled: true };
  });
  const said = async (text: string) =>
    (await s.target.preflight?.([planned('Lab.Result.cls', text)], null))?.map(
      ({ kind, why }) => `${kind}: ${why}`,
    );
  t.deepEqual(await said(aClass(storage('Code', 'Value'))), []);
  t.deepEqual(await said(aClass(storage('Code', 'Value', 'Unit'))), []);
  t.regex(
    (await said(aClass(storage('Value', 'Code'))))?.[0] ?? '',
    /^consent: its storage differs .*Data\/1/,
  );
  t.regex((await said(aClass('')))?.[0] ?? '', /^consent: it has storage here/);
  const udl = `Class Lab.Result Extends %Persistent\n{\n\nStorage Default\n{\n${storage('Code', 'Value')
    .split('\n')
    .slice(1, -2)
    .join('\n')}\n}\n\n}\n`;
  t.deepEqual(await said(udl), []);
});

test('slots are read out of XML and UDL alike', (t) => {
  t.deepEqual(
    [...storageSlotsOf(aClass(storage('A', 'B')))],
    [
      ['Default/ResultDefaultData/1', 'A'],
      ['Default/ResultDefaultData/2', 'B'],
    ],
  );
  t.is(whyStorageMisreads(new Map(), new Map([['a', 'b']])), null);
});

const versions: Readonly<Record<string, string | null>> = {
  'Cache for Windows (x86-64) 2017.2 (Build 543U)': '2017.2',
  'IRIS for UNIX (Ubuntu Server LTS for x86-64 Containers) 2022.1.2 (Build 574U) Fri Jan 13 2023': '2022.1',
  'Cache for OpenVMS/IA64 V8.x (Itanium) 5.0.21 (Build 6408)': '5.0',
  'something else': null,
};
for (const [text, version] of Object.entries(versions))
  test(`the version of “${text}” is ${version ?? 'not known'}`, (t) => {
    t.is(versionOf(text), version);
    t.false(isNewer(text, text));
  });

test('versions are compared as numbers', (t) => {
  t.true(isNewer('2016.10', '2016.2'));
  t.true(isNewer('2017.1', '2016.2'));
  t.true(isNewer('2010.1', '5.2'));
  t.false(isNewer('unknown', '2016.2'));
});
