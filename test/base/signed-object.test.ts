import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { ObjectId } from '../../src/base/names.ts';
import { signedCommit, signedTag, splitSignedCommit, splitSignedTag } from '../../src/base/signed-object.ts';
import { signerOf, verifySshSignature } from '../../src/base/ssh-signature.ts';
import { aPrivateKey } from './ssh-keys.ts';

const author = { name: 'Ada <x>\n', email: 'ada@example.org', at: Date.parse('2026-03-01T10:00:00Z') };
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904' as ObjectId;
const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const withKeygen = hasKeygen ? test : test.skip;
const unless = hasKeygen ? '' : ' (skipped: ssh-keygen is not on this machine)';

function inRepository(
  work: (git: (args: readonly string[], input?: Uint8Array) => Buffer, folder: string) => void,
): void {
  const folder = mkdtempSync(join(tmpdir(), 'patchfleet-object-'));
  const git = (args: readonly string[], input?: Uint8Array) =>
    execFileSync('git', [...args], { cwd: folder, input, stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    git(['init', '-q']);
    git(['config', 'gpg.format', 'ssh']);
    git(['config', 'gpg.ssh.allowedSignersFile', join(folder, 'allowed')]);
    git(['config', 'user.name', 'Some One']);
    git(['config', 'user.email', 'one@example.org']);
    work(git, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

withKeygen(`git verifies the commits and tags that are made here${unless}`, (t) => {
  inRepository((git, folder) => {
    const signer = signerOf(aPrivateKey());
    writeFileSync(join(folder, 'allowed'), `ada@example.org ${signer.publicKey}\n`);
    git(['hash-object', '-t', 'tree', '-w', '--stdin'], new Uint8Array());
    const fields = { tree: emptyTree, parents: [], author, message: 'Größe\n\nBody with a Trailer: x' };
    const commit = git(['hash-object', '-t', 'commit', '-w', '--stdin'], signedCommit(fields, signer))
      .toString()
      .trim();
    git(['verify-commit', commit]);
    const tag = signedTag(
      { object: commit as ObjectId, tag: 'patch/A', tagger: author, message: 'A' },
      signer,
    );
    git(['verify-tag', git(['hash-object', '-t', 'tag', '-w', '--stdin'], tag).toString().trim()]);
    git(['fsck', '--strict']);
    t.is(
      git(['show', '-s', '--format=%an|%ae|%cI|%B', commit]).toString().trim(),
      'Ada x|ada@example.org|2026-03-01T10:00:00+00:00|Größe\n\nBody with a Trailer: x',
    );
  });
});

withKeygen(
  `commits and tags that git signs are verified here, with parents and notes in the message${unless}`,
  (t) => {
    inRepository((git, folder) => {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
      git(['config', 'user.signingkey', join(folder, 'key.pub')]);
      git(['commit', '-q', '-S', '--allow-empty', '-m', 'One']);
      git(['commit', '-q', '-S', '--allow-empty', '-m', 'Two\n\ngpgsig is a word here\n gpgsig too']);
      git(['tag', '-s', 'patch/A', '-m', 'A\n\nrelease-digest: 12']);
      const commit = splitSignedCommit(git(['cat-file', 'commit', 'HEAD']));
      t.is(verifySshSignature(commit.signature ?? '', 'git', commit.payload).kind, 'good');
      const tag = splitSignedTag(git(['cat-file', 'tag', 'patch/A']));
      t.is(verifySshSignature(tag.signature ?? '', 'git', tag.payload).kind, 'good');
    });
  },
);

test('an object that is made here comes apart into what was signed', (t) => {
  const signer = signerOf(aPrivateKey('rsa'));
  const fields = { tree: emptyTree, parents: [emptyTree], author, message: 'M\n' };
  const commit = splitSignedCommit(signedCommit(fields, signer));
  t.deepEqual(Buffer.from(commit.payload), Buffer.from(signedCommit(fields, null)));
  t.deepEqual(verifySshSignature(commit.signature ?? '', 'git', commit.payload), {
    kind: 'good',
    key: signer.publicKey,
  });
  const tagFields = { object: emptyTree, tag: 'patch/A', tagger: author, message: 'M' };
  const tag = splitSignedTag(signedTag(tagFields, signer));
  t.deepEqual(Buffer.from(tag.payload), Buffer.from(signedTag(tagFields, null)));
  t.is(verifySshSignature(tag.signature ?? '', 'git', tag.payload).kind, 'good');
});

test('an object without a signature, or with two, has none', (t) => {
  const fields = {
    tree: emptyTree,
    parents: [],
    author,
    message: 'M\n\ngpgsig -----BEGIN SSH SIGNATURE-----\n',
  };
  t.is(splitSignedCommit(signedCommit(fields, null)).signature, null);
  t.is(splitSignedTag(Buffer.from('object x\n\nno signature\n')).signature, null);
  const twice = Buffer.from('tree x\ngpgsig a\n b\ngpgsig c\n d\n\nM\n');
  t.deepEqual(splitSignedCommit(twice), { payload: twice, signature: null });
});

test('a header that is slipped in beside the signature breaks it', (t) => {
  const signer = signerOf(aPrivateKey());
  const raw = Buffer.from(
    signedCommit({ tree: emptyTree, parents: [], author, message: 'M' }, signer),
  ).toString();
  const slipped = splitSignedCommit(Buffer.from(raw.replace('gpgsig ', 'gpgsig-sha256 x\ngpgsig ')));
  t.is(verifySshSignature(slipped.signature ?? '', 'git', slipped.payload).kind, 'bad');
});
