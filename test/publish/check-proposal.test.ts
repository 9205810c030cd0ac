import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import { checkProposal } from '../../src/publish/check-proposal.ts';
import { releaseInPortions } from '../../src/publish/release-and-publish.ts';
import { memoryPatchesRepository } from '../worlds/memory-patches-repository.ts';
import { mainWith, orderAt, release, start } from './a-channel.ts';
import { aFleet, aPatch } from './a-patch.ts';

type Files = Readonly<Record<string, string>>;

/** A main with LAB-1, which is released, and what is found where these files come in, without those that are gone. */
async function proposal(files: Files, gone: readonly string[] = []) {
  const repository = memoryPatchesRepository();
  const before = mainWith(['LAB-1']);
  const base = repository.commitMain(before);
  await release(repository, ['LAB-1']);
  const after = Object.entries({ ...before, ...files }).filter(([path]) => !gone.includes(path));
  const head = repository.commitMain(Object.fromEntries(after));
  await repository.refresh();
  const found = await checkProposal(repository, { base, head });
  const told = (issues: typeof found.problems) =>
    issues.map(({ file, line, path, message }) => `${file}:${line} ${path} ${message.slice(0, 60)}`);
  return { ...found, problems: told(found.problems), remarks: told(found.remarks) };
}

test('a proposal without mistakes has no problems, and its new patches are those to preview', async (t) => {
  const { problems, remarks, changed, patches } = await proposal({ ...aPatch('LAB-2'), 'README.md': 'x' });
  t.deepEqual([problems, remarks], [[], []]);
  t.deepEqual(changed.map(String), ['LAB-2']);
  t.deepEqual(
    patches.map(({ path }) => path),
    ['patches/LAB-2'],
  );
});

test('all that is wrong is told at once: released patches first, then the fleet and policy, then patches', async (t) => {
  const { problems, patches } = await proposal({
    'patches/LAB-1/notes.md': '# Changed\n',
    'fleet.yaml': aFleet.replace('ring: prod', 'ring: production'),
    'rollouts/LAB-1.yaml': 'id: LAB-2\npolicy: { default: operator }\n',
    ...aPatch('LAB-2', { requires: ['LAB-9'] }),
    ...aPatch('LAB-3'),
    'patches/LAB-3/kit/More.xml': 'x',
    'patches/lab-4/patch.yaml': 'id: LAB-4\n',
  });
  t.deepEqual(problems, [
    'patches/LAB-1/notes.md:0  changes, but LAB-1 is released, and what a release is never ',
    'fleet.yaml:6 sites[1].ring is "production", which is no ring of this file, expected one',
    'rollouts/LAB-1.yaml:0  says what belongs into rollouts/LAB-2.yaml, expected it ther',
    'patches/LAB-2/patch.yaml:3 requires[0] names LAB-9, which is neither on main nor released',
    'patches/LAB-3/patch.yaml:6 kit does not name kit/More.xml, which lies in the folder',
    'patches/lab-4/patch.yaml:0  belongs to no patch: expected it in patches/[GROUP/]ID/, whe',
  ]);
  t.deepEqual(patches, []);
});

test('remarks stand at their lines, and what stood there before is not remarked on again', async (t) => {
  const rollout = 'id: LAB-2\npolicy: { default: operator }\n';
  const { remarks } = await proposal(
    { 'rollouts/LAB-2.yaml': rollout, 'patches/x/kit/lost.xml': 'x' },
    Object.keys(aPatch('LAB-1')),
  );
  t.deepEqual(remarks, [
    'patches/LAB-1/patch.yaml:0  goes away, and LAB-1 is released: no site removes it for tha',
    'rollouts/LAB-2.yaml:0  will count nowhere as long as LAB-2 is not released.',
    'patches/x/kit/lost.xml:0  lies in no patch: there is no patch.yaml beside its folder k',
  ]);
  const repository = memoryPatchesRepository();
  const base = repository.commitMain(mainWith(['LAB-1'], { 'rollouts/LAB-2.yaml': rollout }));
  const head = repository.commitMain(mainWith(['LAB-1', 'LAB-3'], { 'rollouts/LAB-2.yaml': rollout }));
  t.deepEqual((await checkProposal(repository, { base, head })).remarks, []);
});

test('a released patch may move to another group, and may be put back as it was released', async (t) => {
  const moved = await proposal(aPatch('LAB-1', { group: 'LAB' }), Object.keys(aPatch('LAB-1')));
  t.deepEqual([moved.problems, moved.remarks], [[], []]);
  t.deepEqual(moved.patches, []);
  const twice = await proposal(aPatch('LAB-2', { group: 'A' }));
  t.deepEqual(twice.problems, []);
  const both = await proposal({ ...aPatch('LAB-2', { group: 'A' }), ...aPatch('LAB-2') });
  t.is(both.problems.length, 2);
  t.regex(both.problems[0] ?? '', /The id LAB-2 is used by more than one folder/);
});

test('a second folder of a released patch is a problem, also where it holds what was released', async (t) => {
  const { problems } = await proposal(aPatch('LAB-1', { group: 'LAB' }));
  t.is(problems.length, 1);
  t.regex(
    problems[0] ?? '',
    /^patches\/LAB\/LAB-1\/patch\.yaml:.*The id LAB-1 is used by more than one folder/,
  );
});

test('a patch that nobody touches and that loses what it names is a problem; one that names a release is none', async (t) => {
  const repository = memoryPatchesRepository();
  const before = {
    ...mainWith(['LAB-1', 'LAB-2']),
    ...aPatch('LAB-3', { requires: ['LAB-1'], supersedes: ['LAB-2'] }),
  };
  const after = Object.entries(before).filter(([path]) => !/^patches\/LAB-[12]\//.test(path));
  const base = repository.commitMain(before);
  await release(repository, ['LAB-1']);
  const head = repository.commitMain(Object.fromEntries(after));
  await repository.refresh();
  const { problems } = await checkProposal(repository, { base, head });
  t.deepEqual(
    problems.map(({ file, line, message }) => `${file}:${line} ${message}`),
    ['patches/LAB-3/patch.yaml:4 names LAB-2, which goes away here and was never released'],
  );
});

test('releases go in portions, each atomic, and the channel with the last', async (t) => {
  const ids = ['LAB-1', 'LAB-2', 'LAB-3', 'LAB-4'];
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(ids));
  const { signing, publishers } = orderAt(start);
  const order = { patches: ids as PatchId[], signing, publishers, publish: orderAt(start) };
  const { releases, channel } = await releaseInPortions(repository, order, 3);
  t.is(releases.length, 4);
  t.deepEqual(channel?.added.map(String), ids);
  t.deepEqual(
    repository.pushes.map((updates) => updates.map(({ ref }) => ref.replace(/^refs\/\w+\//, ''))),
    [
      ['patch/LAB-1', 'patch/LAB-2', 'patch/LAB-3'],
      ['patch/LAB-4', 'channel/default'],
    ],
  );
});
