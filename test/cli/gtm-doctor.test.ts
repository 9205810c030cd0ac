import { callMumps } from '../../src/adapters/targets/mumps/call-process.ts';
import { gtmDatabase, gtmTest as test, withoutGtm } from '../worlds/gtm-database.ts';
import type { Host } from './a-host.ts';
import { aGtmHost } from './gtm-site.ts';

type Finding = Readonly<Record<'check' | 'state' | 'message' | 'hint', string>>;

async function databaseFinding(host: Host): Promise<Finding | undefined> {
  const { findings } = (await host.atSite('doctor', '--json')).json() as { findings: readonly Finding[] };
  return findings.find(({ check }) => check === 'database');
}

test(`doctor tells version and journals of a database, and what is not well with it${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const host = aGtmHost(database);
  t.like(await databaseFinding(host), { state: 'well' });
  t.regex((await databaseFinding(host))?.message ?? '', /GT\.M V.*1 regions, all journaled/);
  const off = ['set', '-journal=disable', '-region', 'DEFAULT'];
  await callMumps(database, 'mupip', off, { timeLimit: 20_000 });
  t.like(await databaseFinding(host), { state: 'attention', message: 'Not journaled: DEFAULT.' });
});

test(`doctor says what to do where a database cannot be opened${withoutGtm}`, async (t) => {
  const database = { ...(await gtmDatabase(t)), globalDirectory: '/nowhere/mumps.gld' };
  const finding = await databaseFinding(aGtmHost(database));
  t.like(finding, { state: 'broken' });
  t.regex(finding?.message ?? '', /nowhere/);
});
