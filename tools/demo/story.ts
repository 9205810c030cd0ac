import type { DemoSite } from './folder.ts';
import { sites } from './folder.ts';
import { chapter, say } from './narrator.ts';
import { inWorkingCopy, letItSoak, publish, reconcile, release, showAt } from './people.ts';
import { promise } from './promise.ts';
import type { DemoStage } from './stage.ts';
import { pushMain } from './stage.ts';
import type { ToldStatus } from './told.ts';
import { lastAttempt, statusLog, told, allSigned } from './told.ts';

const uat: readonly DemoSite[] = ['uat-north', 'uat-south'];
const prod: readonly DemoSite[] = ['prod-madrid', 'prod-lisbon'];

/**
 * The main job in four chapters, each of which checks what it promises, and one more where the engine runs code; then the fleet's table
 * and the status branches.
 */
export async function playStory(stage: DemoStage): Promise<void> {
  say('Four sites in two rings, a git server on this machine, fresh keys.');
  await goesEverywhere(stage);
  await waits(stage);
  await isRolledBack(stage);
  if (stage.engine === 'mumps') await failsInItsRun(stage);
  await isRecalled(stage);
  await showFleet(stage);
}

async function goesEverywhere(stage: DemoStage): Promise<void> {
  chapter('LAB-2026.001 goes everywhere by itself, ring after ring');
  await release(stage, 'LAB-2026.001');
  say('Production looks first, and waits for the acceptance ring:');
  await reconcile(stage, ['prod-madrid'], [1]);
  promiseWait('Madrid waits for the ring uat', await told(stage, 'prod-madrid'), {
    patch: 'LAB-2026.001',
    reason: 'AwaitingRing',
  });
  await reconcile(stage, uat);
  say('The gate wants the patch to have held there for two seconds (a day or more in earnest).');
  await letItSoak();
  await reconcile(stage, prod);
  for (const site of sites) await promiseInstalled(stage, site, 'LAB-2026.001', true);
}

async function waits(stage: DemoStage): Promise<void> {
  chapter('LAB-2026.002 waits for its date in Madrid, and for the operator in Lisbon');
  await release(stage, 'LAB-2026.002');
  await reconcile(stage, uat);
  await letItSoak();
  await reconcile(stage, prod, [1]);
  const [patch, until] = ['LAB-2026.002', '2037-02-01T01:00:00.000Z'];
  const [madrid, lisbon] = [await told(stage, 'prod-madrid'), await told(stage, 'prod-lisbon')];
  promiseWait('Madrid waits until 2037-02-01 02:00 in Madrid', madrid, { patch, reason: 'NotYet', until });
  promiseWait('Lisbon waits for its operator', lisbon, { patch, reason: 'AwaitingOperator', until: null });
}

async function isRolledBack(stage: DemoStage): Promise<void> {
  chapter('LAB-2026.003 fails its verification in Lisbon and is rolled back');
  await release(stage, 'LAB-2026.003');
  await reconcile(stage, uat);
  await letItSoak();
  const before = await stage.databases['prod-lisbon'].digest();
  await reconcile(stage, prod, [1, 2]);
  const after = await stage.databases['prod-lisbon'].digest();
  await promiseInstalled(stage, 'prod-madrid', 'LAB-2026.003', true);
  await promiseInstalled(stage, 'prod-lisbon', 'LAB-2026.003', false);
  const last = await lastAttempt(stage, 'prod-lisbon');
  promise('Lisbon rolled it back', last.patch === 'LAB-2026.003' && last.outcome === 'rolled-back', last);
  promise(
    'its proofs before and after are one',
    last.proofBefore !== null && last.proofBefore === last.proofAfter,
    last,
  );
  promise(`everything in its database is what it was (${after.slice(0, 12)})`, before === after);
}

async function failsInItsRun(stage: DemoStage): Promise<void> {
  chapter(
    'LAB-2026.006 fails in its own code in Lisbon, after undeclared writes, and every one of them is undone',
  );
  await release(stage, 'LAB-2026.006');
  await reconcile(stage, uat);
  await letItSoak();
  const before = await stage.databases['prod-lisbon'].digest();
  say('Lisbon rehearses it on a copy of its database first, and the plan shows how that went:');
  await showAt(stage, 'prod-lisbon', ['rehearse', 'LAB-2026.006'], [1]);
  await showAt(stage, 'prod-lisbon', ['plan'], [1]);
  await reconcile(stage, prod, [1, 2]);
  const after = await stage.databases['prod-lisbon'].digest();
  await promiseInstalled(stage, 'prod-madrid', 'LAB-2026.006', true);
  const last = await lastAttempt(stage, 'prod-lisbon');
  promise('Lisbon rolled it back', last.patch === 'LAB-2026.006' && last.outcome === 'rolled-back', last);
  promise('the proof covers every write of its own code', last.scope === 'all-writes', last);
  promise(`everything in its database is what it was (${after.slice(0, 12)})`, before === after);
}

async function isRecalled(stage: DemoStage): Promise<void> {
  chapter('LAB-2026.004 is recalled after the acceptance ring had it');
  const before = await stage.databases['uat-north'].digest();
  await release(stage, 'LAB-2026.004');
  await reconcile(stage, uat);
  for (const site of uat) await promiseInstalled(stage, site, 'LAB-2026.004', true);
  const why = 'TROP has the code of another test';
  const { file } = stage.folder.keys['ben.okafor'];
  await inWorkingCopy(
    stage,
    ['recall', 'LAB-2026.004', '--installed', 'remove', '--who', 'ben.okafor', '--why', why],
    file,
  );
  await pushMain(stage.folder.work, 'Recall LAB-2026.004');
  await publish(stage);
  await reconcile(stage, [...uat, ...prod], [1]);
  for (const site of sites) await promiseInstalled(stage, site, 'LAB-2026.004', false);
  for (const site of uat) {
    const last = await lastAttempt(stage, site);
    promise(`${site} removed it`, last.patch === 'LAB-2026.004' && last.outcome === 'removed', last);
  }
  promise(
    'the database of uat-north is what it was before',
    before === (await stage.databases['uat-north'].digest()),
  );
}

async function showFleet(stage: DemoStage): Promise<void> {
  chapter('The fleet');
  await showAt(stage, 'uat-north', ['get', 'sites'], [1, 2]);
  for (const site of sites) {
    chapter(`git log status/${site}`);
    say(await statusLog(stage, site));
    promise(`${site} signed every commit`, await allSigned(stage, site));
  }
}

async function promiseInstalled(
  stage: DemoStage,
  site: DemoSite,
  patch: string,
  installed: boolean,
): Promise<void> {
  const status = await told(stage, site);
  const found = status.installed.some((one) => one.patch === patch);
  promise(
    `${site} says in its signed status that it ${installed ? 'has' : 'does not have'} ${patch}`,
    found === installed,
    status,
  );
}

interface Wait {
  readonly patch: string;
  readonly reason: string;
  readonly until?: string | null;
}

function promiseWait(what: string, { waiting }: ToldStatus, { patch, reason, until }: Wait): void {
  const found = waiting.find((one) => one.patch === patch);
  promise(what, found?.reason === reason && (until === undefined || found.until === until), waiting);
}
