import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import { parseFleet } from '../../src/desired/parse-fleet.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFuAMbJUlXDkxq5MlgxPSRErtnnj71RTnJx1+oWnHaKX';
const text = `rings:
  - name: uat
  - name: prod
    title: Production
    gate: { installed: 95%, failed: 1, soak: 1d }
sites:
  - { name: uat-1, ring: uat, timezone: Europe/Madrid }
  - name: prod-1
    title: Hospital
    ring: prod
    timezone: Europe/Lisbon
    windows:
      - { days: [mon, fri], from: "22:00", to: "05:00" }
    key: ${key}
freezes:
  - { from: "2026-12-20T00:00", until: "2027-01-07T00:00", reason: Turn of the year, rings: [prod], sites: [uat-1] }
  - { from: "2026-08-01T00:00", until: "2026-08-02T00:00", reason: Move }
people:
  - { name: rita.gomes, key: ${key} }
`;

test('a fleet is read as the program uses it', (t) => {
  t.deepEqual(parseFleet('fleet.yaml', text) as unknown, {
    rings: [
      { name: 'uat', title: 'uat', gate: null },
      { name: 'prod', title: 'Production', gate: { installedPercent: 95, maxFailed: 1, soak: 86_400_000 } },
    ],
    sites: [
      { name: 'uat-1', title: 'uat-1', ring: 'uat', timezone: 'Europe/Madrid', windows: [], key: null },
      {
        name: 'prod-1',
        title: 'Hospital',
        ring: 'prod',
        timezone: 'Europe/Lisbon',
        windows: [{ days: ['mon', 'fri'], from: '22:00', to: '05:00' }],
        key,
      },
    ],
    freezes: [
      {
        from: '2026-12-20T00:00',
        until: '2027-01-07T00:00',
        reason: 'Turn of the year',
        places: [
          { kind: 'ring', name: 'prod' },
          { kind: 'site', name: 'uat-1' },
        ],
      },
      { from: '2026-08-01T00:00', until: '2026-08-02T00:00', reason: 'Move', places: null },
    ],
    people: [{ name: 'rita.gomes', title: 'rita.gomes', key }],
  });
});

test('a gate that says nothing wants every site, no failure, and no soak', (t) => {
  const [, ring] = parseFleet('f', 'rings: [{ name: a }, { name: b, gate: {} }]\nsites: []\n').rings;
  t.deepEqual(ring?.gate, { installedPercent: 100, maxFailed: 0, soak: 0 });
});

const changes: readonly (readonly [what: string, from: string, to: string, expected: RegExp])[] = [
  [
    'an unknown ring',
    'ring: uat,',
    'ring: uta,',
    /^f:7:26 sites\[0\]\.ring: is "uta", which is no ring of this file, expected one of: uat, prod/,
  ],
  [
    'an unknown zone',
    'Europe/Madrid',
    'Europe/Madird',
    /sites\[0\]\.timezone: is "Europe\/Madird", expected a time zone/,
  ],
  ['a site twice', 'name: prod-1', 'name: uat-1', /sites\[1\]\.name: is "uat-1" a second time/],
  ['a ring twice', 'name: prod\n', 'name: uat\n', /rings\[1\]\.name: is "uat" a second time/],
  [
    'a site with the name of a ring',
    'name: uat-1',
    'name: prod',
    /sites\[0\]\.name: is also the name of a ring/,
  ],
  [
    'a time that YAML reads as a number',
    '"22:00"',
    '22',
    /windows\[0\]\.from: is the number 22, expected a text/,
  ],
  ['an impossible time', '"22:00"', '"24:30"', /expected a time of day/],
  [
    'an impossible date',
    '2026-12-20T00:00',
    '2026-13-20T00:00',
    /freezes\[0\]\.from: .*expected a local date/,
  ],
  ['a freeze that ends before it begins', '2027-01-07', '2025-01-07', /freezes\[0\]\.until: is not after/],
  [
    'a freeze of an unknown site',
    'sites: [uat-1]',
    'sites: [uat-9]',
    /freezes\[0\]\.sites\[0\]: is "uat-9", which is no site/,
  ],
  ['a share above all', '95%', '120%', /gate\.installed: is "120%", expected a share/],
  ['a soak without unit', 'soak: 1d', 'soak: 24', /gate\.soak: is the number 24/],
  ['a day twice', '[mon, fri]', '[mon, mon]', /days\[1\]: is "mon" a second time/],
  ['an unknown day', '[mon, fri]', '[monday]', /days\[0\]: is "monday", expected "mon", "tue"/],
  ['a key with a comment', `key: ${key}\nfreezes`, `key: ${key} me@here\nfreezes`, /expected a public key/],
  ['an unknown key', 'people:', 'persons:', /^f:18:1 persons: is not a known key/],
];
for (const [what, from, to, expected] of changes) {
  test(`a fleet with a mistake is refused with its place: ${what}`, (t) => {
    t.true(text.includes(from));
    const error = t.throws(() => parseFleet('f', text.replace(from, to)));
    t.true(isFailure(error, 'INVALID_FILE'));
    t.regex(error.message, expected);
  });
}
