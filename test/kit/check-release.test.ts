import { createHash } from 'node:crypto';
import test from 'ava';
import type { Digest } from '../../src/base/digest.ts';
import { digestOf } from '../../src/base/digest.ts';
import type { FailureCode } from '../../src/base/failure.ts';
import { isFailure } from '../../src/base/failure.ts';
import type { ObjectId, PatchId } from '../../src/base/names.ts';
import { signedTag } from '../../src/base/signed-object.ts';
import type { Signer } from '../../src/base/signer.ts';
import { signerOf } from '../../src/base/ssh-signature.ts';
import { checkRelease } from '../../src/kit/check-release.ts';
import { releaseDigestOf } from '../../src/kit/release-digest.ts';
import type { FetchedRelease } from '../../src/kit/release-record.ts';
import { releaseTagMessage, releaseTagName } from '../../src/kit/release-tag.ts';
import { aPrivateKey } from '../base/ssh-keys.ts';

const id = 'LAB-1' as PatchId;
const tag = '1'.repeat(40) as ObjectId;
const signer = signerOf(aPrivateKey());
const keys = { release: [signer.publicKey], unsigned: false };
const manifest = (sha256: string) =>
  `id: LAB-1\ntitle: T\nkit:\n  - file: kit/A.xml\n    sha256: ${sha256}\nnotes: notes.md\n`;
const files = new Map([
  ['patch.yaml', manifest(digestOf('<Export/>'))],
  ['kit/A.xml', '<Export/>'],
  ['notes.md', '# Größe'],
]);

function digestOfFiles(content: ReadonlyMap<string, string>): Digest {
  return releaseDigestOf([...content].map(([path, text]) => ({ path, digest: digestOf(text) })));
}

interface ReleaseParts {
  readonly content?: ReadonlyMap<string, string>;
  readonly digest?: Digest;
  readonly by?: Signer | null;
  readonly name?: string;
}

function aRelease({
  content = files,
  digest = digestOfFiles(content),
  by = signer,
  name = releaseTagName(id),
}: ReleaseParts = {}) {
  const tagger = { name: 'R', email: 'r@example.org', at: 0 };
  const fields = {
    object: '2'.repeat(40) as ObjectId,
    tag: name,
    tagger,
    message: releaseTagMessage(id, 'T', digest),
  };
  const fetched: FetchedRelease = {
    tag,
    tagObject: signedTag(fields, by),
    files: [...content].map(([path, text]) => ({
      path,
      size: Buffer.byteLength(text),
      async *read() {
        yield* [Buffer.from(text).subarray(0, 3), await Promise.resolve(Buffer.from(text).subarray(3))];
      },
    })),
  };
  return { pinned: { id, tag, digest }, fetched };
}

test('the release digest is SHA-256 over the sorted lines "path TAB digest LF"', (t) => {
  const [a, b] = ['a'.repeat(64) as Digest, 'b'.repeat(64) as Digest];
  const lines = `Z.xml\t${a}\na/x\t${a}\né\t${b}\n`;
  const expected = createHash('sha256').update(lines, 'utf8').digest('hex') as Digest;
  const unsorted = [
    { path: 'é', digest: b },
    { path: 'a/x', digest: a },
    { path: 'Z.xml', digest: a },
  ];
  t.is(releaseDigestOf(unsorted), expected);
});

test('a release that is what the channel pins, signed by a trusted key, is taken with its signer', async (t) => {
  const { pinned, fetched } = aRelease();
  const checked = await checkRelease(pinned, fetched, keys);
  t.is(checked.signer, signer.publicKey);
  t.is(checked.manifest.id, id);
});

test('an unsigned release is taken only where the site says so, and then has no signer', async (t) => {
  const { pinned, fetched } = aRelease({ by: null });
  const error = await t.throwsAsync(checkRelease(pinned, fetched, keys));
  t.true(isFailure(error, 'RELEASE_UNSIGNED'));
  t.is((await checkRelease(pinned, fetched, { release: [], unsigned: true })).signer, null);
});

test('a stranger’s signature is refused even where unsigned releases are taken', async (t) => {
  const { pinned, fetched } = aRelease();
  const error = await t.throwsAsync(checkRelease(pinned, fetched, { release: [], unsigned: true }));
  t.true(isFailure(error, 'RELEASE_UNTRUSTED'));
});

const without = (path: string) => new Map([...files].filter(([name]) => name !== path));
const cases: readonly (readonly [
  what: string,
  make: () => ReturnType<typeof aRelease>,
  code: FailureCode,
  says: RegExp,
])[] = [
  [
    'one byte of a kit file changed',
    () => ({
      ...aRelease({ content: new Map([...files, ['kit/A.xml', '<export/>']]) }),
      pinned: aRelease().pinned,
    }),
    'RELEASE_DIFFERS',
    /pins release digest/,
  ],
  [
    'one byte changed, the tag still saying the old digest',
    () =>
      aRelease({ content: new Map([...files, ['kit/A.xml', '<export/>']]), digest: digestOfFiles(files) }),
    'RELEASE_DIFFERS',
    /its files have release digest/,
  ],
  [
    'a file more',
    () => aRelease({ content: new Map([...files, ['kit/B.xml', '']]), digest: digestOfFiles(files) }),
    'RELEASE_DIFFERS',
    /its files/,
  ],
  [
    'the manifest naming another sha256',
    () => aRelease({ content: new Map([...files, ['patch.yaml', manifest('f'.repeat(64))]]) }),
    'RELEASE_DIFFERS',
    /kit\/A\.xml has sha256/,
  ],
  [
    'the manifest of another patch',
    () =>
      aRelease({
        content: new Map([
          ...files,
          ['patch.yaml', manifest(digestOf('<Export/>')).replace('LAB-1', 'LAB-2')],
        ]),
      }),
    'RELEASE_DIFFERS',
    /the one of LAB-2/,
  ],
  ['no manifest', () => aRelease({ content: without('patch.yaml') }), 'RELEASE_DIFFERS', /no patch\.yaml/],
  [
    'a kit file that is not there',
    () => aRelease({ content: without('kit/A.xml') }),
    'RELEASE_DIFFERS',
    /names kit\/A\.xml/,
  ],
  [
    'notes that are not there',
    () => aRelease({ content: without('notes.md') }),
    'RELEASE_DIFFERS',
    /names notes\.md/,
  ],
  [
    'the tag of another patch',
    () => aRelease({ name: 'patch/LAB-2' }),
    'RELEASE_DIFFERS',
    /calls itself "patch\/LAB-2"/,
  ],
  [
    'a tag that moved',
    () => ({ ...aRelease(), pinned: { ...aRelease().pinned, tag: '3'.repeat(40) as ObjectId } }),
    'RELEASE_DIFFERS',
    /pins tag object/,
  ],
  ['a signature over something else', () => broken(aRelease()), 'RELEASE_SIGNATURE_BAD', /not good/],
];
for (const [what, make, code, says] of cases) {
  test(`a release is refused before anything of it is used: ${what}`, async (t) => {
    const { pinned, fetched } = make();
    const error = await t.throwsAsync(checkRelease(pinned, fetched, keys));
    t.true(isFailure(error, code), String(error));
    t.regex(error.message, says);
  });
}

function broken({ pinned, fetched }: ReturnType<typeof aRelease>): ReturnType<typeof aRelease> {
  const tagObject = Buffer.from(Buffer.from(fetched.tagObject).toString().replace('LAB-1: T', 'LAB-1: U'));
  return { pinned, fetched: { ...fetched, tagObject } };
}
