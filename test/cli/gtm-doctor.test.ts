import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runPlaces } from '../../src/adapters/targets/mumps/run-folder.ts';
import { helperName } from '../../src/adapters/targets/mumps/helper-routine.ts';
import { installHelper } from '../../src/adapters/targets/mumps/install-helper.ts';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../src/adapters/targets/mumps/call-process.ts';
import { gtmDatabase, gtmTest as test, withoutGtm } from '../worlds/gtm-database.ts';
import type { Host } from './a-host.ts';
import { aGtmHost } from './gtm-site.ts';

type Finding = Readonly<Record<'check' | 'state' | 'message' | 'hint', string>>;

async function findingsOf(host: Host): Promise<readonly Finding[]> {
  return (await host.atSite('doctor', '--json')).json()['findings'] as readonly Finding[];
}

async function databaseFinding(host: Host): Promise<Finding | undefined> {
  return (await findingsOf(host)).find(({ check }) => check === 'database');
}

test(`doctor tells version and journals of a database, and what is not well with it${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const host = aGtmHost(database);
  t.like(await databaseFinding(host), { state: 'well' });
  t.regex((await databaseFinding(host))?.message ?? '', /GT\.M V.*1 region, all journaled/);
  const off = ['set', '-journal=disable', '-region', 'DEFAULT'];
  await callMumps(database, 'mupip', off, { timeLimit: 20_000 });
  t.like(await databaseFinding(host), { state: 'attention', message: 'Not journaled: DEFAULT.' });
});

/** What site.yaml can say that is not so: the change of its text, what is found, and what is to be done. */
const mistakes: Readonly<Record<string, { instead: [string, string]; found: RegExp; hint: RegExp }>> = {
  'a global directory that is not there': {
    instead: ['/mumps.gld', '/nope.gld'],
    found: /its global directory .*nope\.gld is not there\.$/,
    hint: /correct `globalDirectory` in site\.yaml/,
  },
  'a global directory that is none': {
    instead: ['/mumps.gld', '/mumps.dat'],
    found: /mumps\.dat is no global directory/,
    hint: /correct `globalDirectory` in site\.yaml/,
  },
  'programs that are not there': {
    instead: ['mumps: {', 'mumps: { dist: /nowhere/gtm,'],
    found: /The program \/nowhere\/gtm\/mumps of GT\.M or YottaDB was not found/,
    hint: /dist: …/,
  },
  'a folder of routines that is not there': {
    instead: ['/r,', '/nowhere,'],
    found: /its folder of routines .*nowhere is not there\.$/,
    hint: /correct `routines` in site\.yaml/,
  },
  'a temporary folder that is not there': {
    instead: ['temporary: /tmp', 'temporary: /tmp/patchfleet-nowhere'],
    found: /its temporary folder .*nowhere is not there\.$/,
    hint: /correct `temporary` in site\.yaml/,
  },
};

for (const [what, { instead, found, hint }] of Object.entries(mistakes))
  test(`doctor and every command say once what is wrong with ${what}${withoutGtm}`, async (t) => {
    const host = aGtmHost(await gtmDatabase(t));
    const file = join(host.top, 'site.yaml');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace(...instead));
    t.not(readFileSync(file, 'utf8'), good);
    const findings = await findingsOf(host);
    const broken = findings.filter(({ state }) => state === 'broken');
    t.regex(broken[0]?.message ?? '', found);
    t.regex(broken[0]?.hint ?? '', hint);
    t.is(broken.filter(({ message }) => found.test(message)).length, 1, JSON.stringify(broken));
    t.false(JSON.stringify(findings).includes('ENOENT'), JSON.stringify(findings));
    t.is((await host.atSite('doctor')).code, 2);
    for (const command of ['plan', 'reconcile']) {
      const { code, err } = await host.atSite(command);
      t.is(code, 2, command);
      t.regex(err.split('\n')[0] ?? '', found, command);
      t.notRegex(err, /ENOENT|%(GTM|SYSTEM|YDB)-E|\n {4}at /, command);
    }
  });

test(`where a file of the database is gone it is said which kind, and that GT.M named it${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const file = join(dirname(database.globalDirectory), 'mumps.dat');
  renameSync(file, `${file}.away`);
  const finding = await databaseFinding(aGtmHost(database));
  renameSync(`${file}.away`, file);
  t.regex(finding?.message ?? '', /a file of its database cannot be opened\. \(%GTM-E-\w+/);
  t.regex(finding?.hint ?? '', /show -map/);
});

test(`a damaged helper routine is made anew by the next command${withoutGtm}`, async (t) => {
  const host = aGtmHost(await gtmDatabase(t));
  const own = join(host.top, 'state', 'mumps');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const folder = installHelper({ own }, nodeDisk());
  t.like(await databaseFinding(host), { state: 'well' });
  writeFileSync(join(folder, `${helperName}.o`), 'no object');
  await host.atSite('doctor');
  t.like(await databaseFinding(host), { state: 'well' });
});

test(`doctor says what a run that was cut short has left to be decided${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const host = aGtmHost(database);
  await findingsOf(host);
  const kept = runPlaces({ own: join(host.top, 'state', 'mumps') });
  mkdirSync(kept.folder, { recursive: true });
  const record = { attempt: 1, id: 'f0', since: 1, observed: { kind: 'unobserved', why: '' } };
  writeFileSync(kept.record, JSON.stringify(record));
  writeFileSync(kept.process, '1\n');
  writeFileSync(kept.register, '');
  const args = ['-run', '%XCMD', 'set ^PATCHFLEET("register",1)="{}"'];
  await callMumps(database, 'mumps', args, { timeLimit: 60_000 });
  const finding = await databaseFinding(host);
  t.like(finding, { state: 'broken' });
  t.regex(finding?.message ?? '', /register of target .* cannot be used: .* remove the file .*register;/s);
});
