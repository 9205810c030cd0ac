import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import { readSiteConfig } from '../../src/apps/config.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFuAMbJUlXDkxq5MlgxPSRErtnnj71RTnJx1+oWnHaKX';
const least = `site: prod-madrid
remotes:
  patches: { url: https://git.example.org/lab/patches.git }
engine: { directory: { folder: namespace } }
trust: { publisher: ["${key}"], release: ["${key}"] }
`;

test('the least that a site says is filled up with defaults', (t) => {
  const path = aSite(t, least);
  t.deepEqual(readSiteConfig(path, {}), {
    site: 'prod-madrid' as never,
    patches: { url: 'https://git.example.org/lab/patches.git', account: null, ca: null },
    status: { url: 'https://git.example.org/lab/patches.git', account: null, ca: null },
    channel: 'default',
    engine: { kind: 'directory', folder: join(dirname(path), 'namespace') },
    trust: { publisher: [key], release: [key], approver: [], operator: [], unsigned: false },
    keyFile: null,
    poll: 300_000,
    state: '/var/lib/patchfleet/prod-madrid',
    git: 'auto',
    drift: 21_600_000,
    limits: { vault: null, journal: null },
    page: null,
    secrets: [],
  });
});

test('secrets are read from files and variables, and are told to whoever prints', (t) => {
  const path = aSite(
    t,
    least.replace(
      /remotes:\n.*\n/,
      `remotes:
  patches: { url: "https://a.example.org/p.git", username: reader, password: { file: patches.token }, ca: ca.pem }
  status: { url: "https://b.example.org/s.git", password: { env: STATUS_TOKEN } }
`,
    ),
    { 'patches.token': 'swordfish-1\n', 'ca.pem': '-----BEGIN CERTIFICATE-----\n' },
  );
  const { patches, status, secrets } = readSiteConfig(path, { STATUS_TOKEN: 'swordfish-2' });
  t.deepEqual(patches.account, { name: 'reader', password: 'swordfish-1' });
  t.is(patches.ca, '-----BEGIN CERTIFICATE-----');
  t.deepEqual(status.account, { name: 'patchfleet', password: 'swordfish-2' });
  t.deepEqual(secrets, ['swordfish-1', 'swordfish-2']);
});

test('a status branch is always status/<site>: a prefix for it is refused', (t) => {
  const path = aSite(
    t,
    least.replace(
      'engine:',
      '  status: { url: "https://b.example.org/s.git", prefix: fleet/status/ }\nengine:',
    ),
  );
  const error = t.throws(() => readSiteConfig(path, {}));
  t.true(isFailure(error, 'INVALID_FILE'));
  t.regex(error.message, /prefix/);
});

test('a flag comes before a variable, that before the file, that before the default', (t) => {
  const path = aSite(t, `${least}channel: of-file\npoll: 10m\nstate: state-of-file\n`);
  const config = readSiteConfig(
    path,
    {
      PATCHFLEET_CHANNEL: 'of-variable',
      PATCHFLEET_POLL: '20m',
      PATCHFLEET_SITE_KEY: 'site.key',
      PATCHFLEET_GIT: '',
    },
    { channel: 'of-flag' },
  );
  t.is(config.channel, 'of-flag');
  t.is(config.poll, 20 * 60_000);
  t.is(config.state, join(dirname(path), 'state-of-file'));
  t.is(config.keyFile, join(dirname(path), 'site.key'));
  t.is(config.git, 'auto');
});

test('what a variable says may be missing in the file', (t) => {
  const path = aSite(t, least.replace('site: prod-madrid\n', ''));
  const { site }: { site: string } = readSiteConfig(path, { PATCHFLEET_SITE: 'prod-lisbon' });
  t.is(site, 'prod-lisbon');
});

const refused = test.macro((t, text: string, expected: readonly RegExp[]) => {
  const error = t.throws(() => readSiteConfig(aSite(t, text), {}));
  t.true(isFailure(error, 'INVALID_FILE'), error.message);
  for (const pattern of expected) t.regex(error.message, pattern);
  t.notRegex(error.message, /swordfish/);
});

const withRemote = (remote: string): string => least.replace(/patches: .*/, `patches: ${remote}`);

test('all issues are told at once, each with its place', refused, `${least}pol: 5m\ngit: svn\n`, [
  /site\.yaml:6:1 pol: /,
  /site\.yaml:7:6 git: .*auto/,
]);
test('a site that would never rest is refused', refused, `${least}poll: 0s\n`, [/poll: .*a second or more/]);
test(
  'a password in the file is refused and not repeated',
  refused,
  withRemote('{ url: "https://h/p.git", password: swordfish }'),
  [/remotes\.patches\.password: a secret itself must not stand here/],
);
test(
  'a password in a list is refused and not repeated',
  refused,
  withRemote('{ url: "https://h/p.git", password: { env: NAME, value: swordfish } }'),
  [/a secret itself must not stand here/],
);
test(
  'a password in an address is refused and not repeated',
  refused,
  withRemote('{ url: "https://bot:swordfish@h/p.git" }'),
  [/remotes\.patches\.url: an address must not carry a password/],
);
test(
  'secrets that cannot be read are told together',
  refused,
  least.replace(
    /patches: .*/,
    `patches: { url: "https://h/p.git", password: { env: NOT_SET } }
  status: { url: "https://h/s.git", password: { file: missing.token }, ca: missing.pem }`,
  ),
  [/NOT_SET, which is not set/, /missing\.token, which cannot be read: ENOENT/, /missing\.pem/],
);
test(
  'a site that trusts nobody is refused, unless it says that it takes everything',
  refused,
  least.replace(/trust: .*/, 'trust: {}'),
  [/trust.*names no key/],
);

test('a site may say that it takes what nobody signed', (t) => {
  const path = aSite(t, least.replace(/trust: .*/, 'trust: { unsigned: true }'));
  t.true(readSiteConfig(path, {}).trust.unsigned);
});

test('a wrong variable or flag is told with its own name', (t) => {
  const path = aSite(t, least);
  const variable = t.throws(() => readSiteConfig(path, { PATCHFLEET_POLL: 'soon' }));
  t.regex(variable.message, /^PATCHFLEET_POLL: is "soon", expected a duration/);
  const flag = t.throws(() => readSiteConfig(path, {}, { git: 'svn' }));
  t.regex(flag.message, /^--git: is "svn"/);
});

test('a file that is not there, or of a newer program, is told as such', (t) => {
  t.true(
    isFailure(
      t.throws(() => readSiteConfig('/nowhere/site.yaml', {})),
      'FILE_UNREADABLE',
    ),
  );
  t.true(
    isFailure(
      t.throws(() => readSiteConfig(aSite(t, `format: 2\n${least}`), {})),
      'NEWER_FORMAT',
    ),
  );
});

function aSite(
  t: Parameters<typeof temporaryFolder>[0],
  text: string,
  files: Record<string, string> = {},
): string {
  const folder = temporaryFolder(t);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const path = join(folder, 'site.yaml');
  writeFileSync(path, text);
  return path;
}

const brokenKeys: readonly (readonly [string, string, RegExp])[] = [
  ['that was cut', key.slice(0, -9), /site\.yaml:5:\d+ trust\.release\[1\]: is no key that can be used/],
  [
    'of another type than it says',
    key.replace('ssh-ed25519', 'ssh-rsa'),
    /says ssh-rsa, and holds a key of type ssh-ed25519/,
  ],
];
for (const [what, broken, why] of brokenKeys) {
  test(`a trusted key ${what} is refused by file, line and column`, (t) => {
    const path = aSite(t, least.replace('release: [', `release: ["${key}", "${broken}", `));
    const error = t.throws(() => readSiteConfig(path, {}));
    t.true(isFailure(error, 'INVALID_FILE'));
    t.regex(error.message, why);
  });
}

test('a database is named by where its parts are, and the rest is filled up with defaults', (t) => {
  const path = aSite(
    t,
    least.replace(
      /engine:.*/,
      'engine: { mumps: { globalDirectory: g/mumps.gld, routines: r, characterSet: UTF-8, copyUpTo: 500MB, runLimit: 2m } }',
    ),
  );
  t.deepEqual(readSiteConfig(path, {}).engine, {
    kind: 'mumps',
    globalDirectory: join(dirname(path), 'g/mumps.gld'),
    routines: [join(dirname(path), 'r')],
    objects: null,
    relink: false,
    characterSet: 'UTF-8',
    dist: null,
    temporary: '/tmp',
    environment: {},
    copyUpTo: 500 * 1024 * 1024,
    runLimit: 120_000,
  });
});

const wrongEngine = test.macro((t: ExecutionContext, engine: string, complaint: RegExp) => {
  const path = aSite(t, least.replace(/engine:.*/, `engine: ${engine}`));
  const error = t.throws(() => readSiteConfig(path, {}));
  t.true(isFailure(error, 'INVALID_FILE'));
  t.regex(error.message, complaint);
});

test(
  'a site has one engine, not two',
  wrongEngine,
  '{ directory: { folder: a }, mumps: { globalDirectory: g, routines: r } }',
  /one engine/,
);
test('a site has one engine, not none', wrongEngine, '{}', /one engine/);
test(
  'a path that GT.M cannot take is refused',
  wrongEngine,
  '{ mumps: { globalDirectory: g, routines: "my routines" } }',
  /blanks/,
);
test(
  'what other keys say cannot be said once more as a variable',
  wrongEngine,
  '{ mumps: { globalDirectory: g, routines: r, environment: { gtm_etrap: halt } } }',
  /follow from the other keys/,
);
