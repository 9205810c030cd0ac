import test from 'ava';
import type { Digest } from '../../src/base/digest.ts';
import type { PatchId, SiteName } from '../../src/base/names.ts';
import type { Signer } from '../../src/base/signer.ts';
import type { Terms } from '../../src/desired/terms.ts';
import { signTerms, termsPath } from '../../src/desired/terms.ts';
import { writeTerms } from '../../src/desired/terms-file.ts';
import { publishChannel } from '../../src/publish/release-and-publish.ts';
import { memoryPatchesRepository } from '../worlds/memory-patches-repository.ts';
import { later, mainWith, orderAt, release } from './a-channel.ts';
import { aFleet } from './a-patch.ts';
import { aSigner } from './a-signer.ts';

const ana = aSigner();
const people = `people: [{ name: ana, key: "${ana.publicKey}" }]\n`;
const at = Date.parse(later(0));

/** A main with LAB-1, which is released, and what publishing says of it with these files besides. */
async function published(files: (digest: Digest) => Readonly<Record<string, string>>) {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1']));
  const { releases } = await release(repository, ['LAB-1']);
  const [first] = releases;
  if (first === undefined) throw new Error('nothing was released');
  repository.commitMain(
    mainWith(['LAB-1'], { 'fleet.yaml': aFleet + people, ...files(first.releaseDigest) }),
  );
  return publishChannel(repository, orderAt(later(1)));
}

function aHold(site: string, patch: string, releaseDigest: Digest, signer: Signer = ana, who = 'ana') {
  const terms: Terms = {
    ...{ kind: 'hold', site: site as SiteName, patch: patch as PatchId, releaseDigest },
    ...{ until: null, who, why: 'audit', at },
  };
  return { [termsPath(terms)]: writeTerms(signTerms(terms, signer)) };
}

test('publishing says which policy files are new, changed and gone', async (t) => {
  const repository = memoryPatchesRepository();
  const recall = (why: string, digest: Digest) => {
    const common = { releaseDigest: digest, who: 'ana', why, at, patch: 'LAB-1' as PatchId } as const;
    return writeTerms(signTerms({ kind: 'recall', installed: 'keep', ...common }, ana));
  };
  repository.commitMain(mainWith(['LAB-1']));
  const { releases, channel } = await release(repository, ['LAB-1']);
  t.deepEqual(channel?.policy, [{ path: 'fleet.yaml', how: 'new' }]);
  const digest = releases[0]?.releaseDigest ?? ('' as Digest);
  const policyOf = async (files: Readonly<Record<string, string>>) => {
    repository.commitMain(mainWith(['LAB-1'], files));
    const { policy, remarks } = await publishChannel(repository, orderAt(later(1)));
    t.is(
      remarks.some((one) => /fleet\.yaml names nobody/.test(one)),
      Object.keys(files).length > 0,
    );
    return policy.map(({ path, how }) => `${how} ${path}`);
  };
  const path = 'recalls/LAB-1.yaml';
  t.deepEqual(await policyOf({ [path]: recall('wrong', digest) }), [`new ${path}`]);
  t.deepEqual(await policyOf({ [path]: recall('very wrong', digest) }), [`changed ${path}`]);
  t.deepEqual(await policyOf({}), [`gone ${path}`]);
});

const uncounted: Readonly<
  Record<string, [files: (digest: Digest) => Readonly<Record<string, string>>, why: RegExp | null]>
> = {
  'a hold of a known person at a known site': [(digest) => aHold('uat-1', 'LAB-1', digest), null],
  'a hold at a site that is not in fleet.yaml': [
    (digest) => aHold('uat-9', 'LAB-1', digest),
    /^holds\/uat-9\/LAB-1\.yaml will count nowhere: fleet\.yaml has no site uat-9/,
  ],
  'a hold of a patch that is not released': [
    (digest) => aHold('uat-1', 'LAB-9', digest),
    /as long as LAB-9 is not released/,
  ],
  'a hold of another content': [
    () => aHold('uat-1', 'LAB-1', 'a'.repeat(64) as Digest),
    /about another content of LAB-1/,
  ],
  'a hold by a key that fleet.yaml has not': [
    (digest) => aHold('uat-1', 'LAB-1', digest, aSigner()),
    /a key of nobody whom fleet\.yaml names/,
  ],
  'a hold in the name of another': [
    (digest) => aHold('uat-1', 'LAB-1', digest, ana, 'ben'),
    /says that it is by ben, and its key is the one of ana/,
  ],
  'a rollout of a patch that is not released': [
    () => ({ 'rollouts/LAB-9.yaml': 'id: LAB-9\npolicy: { default: automatic }\n' }),
    /^rollouts\/LAB-9\.yaml will count nowhere as long as LAB-9 is not released/,
  ],
};

for (const [what, [files, why]] of Object.entries(uncounted)) {
  test(`${what} is ${why === null ? 'published without a remark' : 'published with the reason why it will not count'}`, async (t) => {
    const { remarks } = await published(files);
    if (why === null) t.deepEqual(remarks, []);
    else t.regex(remarks.join('\n'), why);
  });
}

test('a channel that is fresh for longer than was asked for is published anew, and stays where nothing was asked', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1']));
  await release(repository, ['LAB-1'], orderAt(later(0), { lifetime: 60 * 86_400_000 }));
  t.is((await publishChannel(repository, orderAt(later(1), { lifetime: null }))).kind, 'nothing-to-do');
  const shorter = await publishChannel(repository, orderAt(later(1), { lifetime: 2 * 86_400_000 }));
  t.like(shorter, { kind: 'new', expiresAt: Date.parse(later(3)) });
  t.is(
    (await publishChannel(repository, orderAt(later(2), { lifetime: 2 * 86_400_000 }))).kind,
    'nothing-to-do',
  );
});
