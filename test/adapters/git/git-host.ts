import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { ObjectId } from '../../../src/base/names.ts';
import { startGitServer } from '../../../tools/git-server.ts';
import type { GitServer, GitServerOptions } from '../../../tools/git-server.ts';

/** A git host on loopback with one folder for everything, gone when the test ends. */
export interface GitHost {
  readonly server: GitServer;
  /** A folder for what the test itself needs. */
  readonly folder: string;
  /** Path of a repository on the host. */
  readonly at: (name: string) => string;
  readonly url: (name: string) => string;
}

/** Files by path; a link or a submodule is said by its mode. */
export type Files = Readonly<Record<string, string | { readonly mode: string; readonly content: string }>>;

/** What is written into a repository: orphan commits, each under a branch (`heads/…`), or under an annotated tag. */
export interface Written {
  readonly ref: string;
  readonly files: Files;
  /** True: on top of what the branch holds; a tag: with the tag before it as its history. */
  readonly onTop?: boolean;
}

export async function aGitHost(
  t: ExecutionContext,
  repositories: readonly string[],
  options: Partial<GitServerOptions> = {},
): Promise<GitHost> {
  const folder = mkdtempSync(join(tmpdir(), 'git-host-'));
  const root = join(folder, 'host');
  mkdirSync(root);
  const at = (name: string): string => join(root, `${name}.git`);
  for (const name of repositories) {
    await git(folder, ['init', '--quiet', '--bare', '-b', 'main', at(name)]);
    appendFileSync(join(at(name), 'config'), '[http]\n\treceivepack = true\n');
  }
  const server = await startGitServer({ root, ...options });
  t.teardown(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { server, folder, at, url: (name) => `${server.url}/${name}.git` };
}

/** Writes with `git fast-import`, which takes ten thousand tags in a second or two, and packs the refs. */
export async function write(repository: string, written: readonly Written[]): Promise<void> {
  const lines: Buffer[] = [];
  const say = (text: string): number => lines.push(Buffer.from(`${text}\n`));
  const data = (content: string): void => {
    const bytes = Buffer.from(content, 'latin1');
    say(`data ${bytes.length}`);
    lines.push(bytes, Buffer.from('\n'));
  };
  const begun = new Set<string>();
  for (const [index, { ref, files, onTop = false }] of written.entries()) {
    const branch = ref.startsWith('heads/') ? `refs/${ref}` : 'refs/heads/being-built';
    if (!onTop) say(`reset ${branch}\n`);
    say(`commit ${branch}\nmark :${index + 1}\ncommitter T <t@example.org> ${1_700_000_000 + index} +0000`);
    data(`Write ${ref}`);
    if (onTop && !begun.has(branch)) say(`from ${branch}^0`);
    begun.add(branch);
    if (!ref.startsWith('heads/')) say('deleteall');
    for (const [path, file] of Object.entries(files)) {
      const { mode, content } = typeof file === 'string' ? { mode: '100644', content: file } : file;
      if (mode === '160000') say(`M ${mode} ${content} ${path}`);
      else {
        say(`M ${mode} inline ${path}`);
        data(content);
      }
    }
    if (ref.startsWith('heads/')) continue;
    say(`tag ${ref.slice('tags/'.length)}\nfrom :${index + 1}\ntagger T <t@example.org> 1700000000 +0000`);
    data(`Release ${ref}`);
  }
  await git(repository, ['fast-import', '--quiet', '--force'], Buffer.concat(lines));
  await git(repository, ['update-ref', '-d', 'refs/heads/being-built']);
  await git(repository, ['pack-refs', '--all']);
}

export async function idOf(repository: string, name: string): Promise<ObjectId> {
  return (await git(repository, ['rev-parse', '--verify', name])).trim() as ObjectId;
}

/** Runs git and returns what it printed; throws with what it complained about. */
export function git(folder: string, args: readonly string[], input?: Uint8Array | string): Promise<string> {
  const names = { GIT_AUTHOR_NAME: 'T', GIT_AUTHOR_EMAIL: 't@example.org' };
  const committer = { GIT_COMMITTER_NAME: 'T', GIT_COMMITTER_EMAIL: 't@example.org' };
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...names,
    ...committer,
  };
  return new Promise((resolve, reject) => {
    const program = spawn('git', args, { cwd: folder, env });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    program.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    program.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    program.stdin.on('error', () => undefined);
    program.once('error', reject);
    program.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString('utf8'));
      else reject(new Error(`git ${args.join(' ')}: ${Buffer.concat(complaints).toString('utf8')}`));
    });
    program.stdin.end(input);
  });
}

/** So many bytes that no packer can squeeze, the same for the same seed; one character a byte. */
export function noise(seed: string, size: number): string {
  const pieces: string[] = [];
  for (let index = 0; index * 32 < size; index += 1)
    pieces.push(createHash('sha256').update(`${seed} ${index}`).digest().toString('latin1'));
  return pieces.join('').slice(0, size);
}
