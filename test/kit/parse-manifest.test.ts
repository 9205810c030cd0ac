import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import { parseManifest } from '../../src/kit/parse-manifest.ts';

const full = `# yaml-language-server: $schema=../../schemas/patch.schema.json
id: LAB-2026.014
title: Result routing for the new laboratory
requires: [LAB-2026.013]
supersedes: []
sites: { rings: [uat, prod], except: [prod-archive] }
kit:
  - file: kit/Routing.xml
    sha256: ${'a'.repeat(64)}
  - file: kit/Routes.xml
    globals: merge
remove: [Lab.OldRouter.CLS]
install:
  run: "##class(Lab.Patches).P014"
  production: update
verify:
  - global: ^LabConfig("schema")
    equals: "14"
  - document: Lab.Router.cls
    exists: true
  - document: Lab.OldRouter.cls
    exists: false
backup:
  code: touched
  globals: [^LabConfig, ^LabRoute("in")]
parameters: patch.ini
notes: notes.html
policy:
  default: operator
  approvals: 1
  rules:
    - ring: uat
      install: automatic
    - site: prod-madrid
      install: { at: "2026-11-30T02:00", timezone: Europe/Madrid }
`;

test('the manifest of the design is read as the program uses it', (t) => {
  t.deepEqual(parseManifest('patch.yaml', full) as unknown, {
    id: 'LAB-2026.014',
    title: 'Result routing for the new laboratory',
    requires: ['LAB-2026.013'],
    supersedes: [],
    sites: { rings: ['uat', 'prod'], sites: null, except: ['prod-archive'] },
    kit: [
      { file: 'kit/Routing.xml', sha256: 'a'.repeat(64), globals: null },
      { file: 'kit/Routes.xml', sha256: null, globals: 'merge' },
    ],
    remove: ['Lab.OldRouter.cls'],
    install: { run: '##class(Lab.Patches).P014', production: 'update' },
    verify: [
      { kind: 'global-equals', reference: '^LabConfig("schema")', value: '14' },
      { kind: 'document-exists', name: 'Lab.Router.cls' },
      { kind: 'document-absent', name: 'Lab.OldRouter.cls' },
    ],
    backup: { code: 'touched', globals: ['^LabConfig', '^LabRoute("in")'] },
    parameters: 'patch.ini',
    notes: 'notes.html',
    policy: {
      default: { kind: 'operator' },
      approvals: 1,
      rules: [
        { place: { kind: 'ring', name: 'uat' }, install: { kind: 'automatic' } },
        {
          place: { kind: 'site', name: 'prod-madrid' },
          install: { kind: 'scheduled', at: '2026-11-30T02:00', timezone: 'Europe/Madrid' },
        },
      ],
    },
  });
});

test('what a manifest leaves out is filled in with what does least', (t) => {
  const { sites, install, backup, policy } = parseManifest('p', 'id: A-1\ntitle: T\nremove: [A.cls]\n');
  t.deepEqual(
    { sites, install, backup, policy },
    {
      sites: { rings: null, sites: null, except: [] },
      install: { run: null, production: 'none' },
      backup: { code: 'touched', globals: [] },
      policy: { default: { kind: 'operator' }, approvals: 0, rules: [] },
    },
  );
});

const minimal = 'id: A-1\ntitle: T\nremove: [A.cls]\n';

const wrong: readonly (readonly [what: string, text: string, expected: RegExp])[] = [
  ['a lower-case id', 'id: lab-1\ntitle: T\nremove: [A.cls]\n', /^p:1:5 id: is "lab-1", expected a patch id/],
  ['nothing to do', 'id: A-1\ntitle: T\n', /changes nothing/],
  [
    'two rules of one rank for one place',
    `${minimal}policy:\n  rules:\n    - { ring: uat, install: automatic }\n    - { site: uat, install: operator }\n    - { ring: uat, install: operator }\n`,
    /^p:8:7 policy\.rules\[2\]: is a second rule for ring uat, expected one$/,
  ],
  [
    'an unknown zone',
    `${minimal}policy: { default: { at: "2026-11-30T02:00", timezone: Europe/Madird } }\n`,
    /policy\.default\.timezone: is "Europe\/Madird", expected a time zone/,
  ],
  [
    'an offset as zone',
    `${minimal}policy: { default: { at: "2026-11-30T02:00", timezone: "+02:00" } }\n`,
    /expected a time zone/,
  ],
  [
    'an impossible date',
    `${minimal}policy: { default: { at: "2026-02-30T02:00" } }\n`,
    /policy\.default\.at: is "2026-02-30T02:00", expected a local date and time that exists/,
  ],
  [
    'a time without date',
    `${minimal}policy: { default: { at: "02:00" } }\n`,
    /expected a local date and time/,
  ],
  [
    'an unknown policy',
    `${minimal}policy: { default: soon }\n`,
    /policy\.default: is "soon", expected "automatic" or "operator" or a map/,
  ],
  [
    'a rule with a site and a ring',
    `${minimal}policy: { rules: [{ site: a, ring: b, install: automatic }] }\n`,
    /policy\.rules\[0\]/,
  ],
  [
    'a path that leaves the folder',
    `${minimal}kit: [{ file: ../x.xml }]\n`,
    /kit\[0\]\.file: is no path for a kit: a part of it is \.\., expected one such as/,
  ],
  ['an absolute path', `${minimal}kit: [{ file: /etc/passwd }]\n`, /it is absolute/],
  ['a device of Windows', `${minimal}kit: [{ file: kit/AUX.xml }]\n`, /device on Windows/],
  ['a backslash', `${minimal}kit: [{ file: 'kit\\x.xml' }]\n`, /holds a backslash/],
  [
    'two names that differ by case only',
    `${minimal}kit: [{ file: kit/a.xml }, { file: kit/A.xml }]\n`,
    /kit\[1\]: is "kit\/a\.xml" a second time/,
  ],
  [
    'a short digest',
    `${minimal}kit: [{ file: kit/a.xml, sha256: abc }]\n`,
    /kit\[0\]\.sha256: is "abc", expected a SHA-256/,
  ],
  [
    'a number where a text is meant',
    `${minimal}verify: [{ global: ^A(1), equals: 14 }]\n`,
    /verify\[0\]\.equals: is the number 14, expected a text/,
  ],
  [
    'no document name',
    `${minimal}verify: [{ document: Lab Router, exists: true }]\n`,
    /expected the name of a document/,
  ],
  [
    'code among the globals to back up',
    `${minimal}backup: { globals: [A.cls] }\n`,
    /backup\.globals\[0\]: is "A\.cls", expected a global/,
  ],
  [
    'a reference that a list cuts at its comma',
    `${minimal}backup: { globals: [^EC(725,1,0)] }\n`,
    /backup\.globals\[0\]: is "\^EC\(725", .*with a comma it needs quotes: "\^EC\(725,1,0\)"/,
  ],
  ['requiring itself', `${minimal}requires: [A-1]\n`, /requires\[0\]: is the patch itself/],
  [
    'more than one call to run',
    `${minimal}install: { run: "do ^A kill ^B" }\n`,
    /install\.run: .*expected one call/,
  ],
  [
    'a misspelt key',
    `${minimal}require: [A-2]\n`,
    /^p:4:1 require: is not a known key, expected format, id, title, requires/,
  ],
  ['__proto__', `${minimal}__proto__: { policy: { default: automatic } }\n`, /__proto__/],
];

for (const [what, text, expected] of wrong) {
  test(`a manifest with a mistake is refused with its place: ${what}`, (t) => {
    const error = t.throws(() => parseManifest('p', text));
    t.true(isFailure(error, 'INVALID_FILE'));
    t.regex(error.message, expected);
  });
}
