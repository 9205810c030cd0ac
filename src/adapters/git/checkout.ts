import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import { isObjectId } from '../../base/names.ts';
import type { PatchesRepository } from '../../ports/patches-repository.ts';
import { gitEnvironment } from './git-environment.ts';
import type { GitProgramOptions } from './git-program.ts';
import { runGit } from './git-program.ts';
import { listRefs, readBytes, readFiles, releaseTags } from './local-repository.ts';
import { openObjectReader } from './object-reader.ts';
import { usualPatience } from './patience.ts';

/** A checkout of a patches repository: what it knows of its origin, and the commit that it stands at. No host is asked, and no file of the working copy is read. */
export interface Checkout extends Pick<
  PatchesRepository,
  'readRef' | 'listTags' | 'readFiles' | 'readBlob' | 'readObject'
> {
  readonly head: ObjectId;
  /**
   * The commit against which `head` is a proposal: where `head` merges `proposed` (as a host's test merge does) what it merges that into, else where `head`
   * left `target`. Failure CHECKOUT_UNFIT where they have nothing in common here.
   */
  proposedAgainst(target: ObjectId, proposed: ObjectId): Promise<ObjectId>;
}

/** Opens a checkout with its whole history. Failure CHECKOUT_UNFIT where the folder is none, or is shallow. */
export async function openCheckout(folder: string): Promise<Checkout> {
  if (!existsSync(join(folder, '.git')) || !statSync(folder).isDirectory())
    throw failure('CHECKOUT_UNFIT', { folder, why: 'it is not the top folder of a git repository.' });
  // An address is wanted by all who run git; this one is asked for nothing.
  const remote = { url: 'file:///dev/null', account: null, ca: null };
  const own = { folder, use: 'copy', remote } as const;
  const program: GitProgramOptions = { ...own, patience: usualPatience, caFile: () => null };
  const read = openObjectReader(folder, gitEnvironment(remote, usualPatience, null).variables);
  const local = { program, read };
  if ((await answerOf(program, ['rev-parse', '--is-shallow-repository'])) !== 'false')
    throw failure('CHECKOUT_UNFIT', { folder, why: 'it does not hold the whole history and all tags.' });
  const head = await commitOf(program, 'HEAD');
  if (head === null) throw failure('CHECKOUT_UNFIT', { folder, why: 'it stands at no commit.' });
  return {
    head,
    readRef: async (ref) => {
      const kept = ref.replace(/^refs\/heads\//, 'refs/remotes/origin/');
      return (await listRefs(program, kept, ref)).get(ref) ?? null;
    },
    listTags: () => listRefs(program, releaseTags, releaseTags),
    readFiles: (commit, inside) => readFiles(local, commit, inside),
    readBlob: (blob) => readBytes(local, blob),
    readObject: (object) => readBytes(local, object),
    proposedAgainst: async (target, proposed) => {
      const [first, second] = [await commitOf(program, `${head}^1`), await commitOf(program, `${head}^2`)];
      if (first !== null && second === proposed) return first;
      const base = await answerOf(program, ['merge-base', target, head]);
      if (isObjectId(base)) return base;
      const why = `it does not hold commit ${target}, or nothing that leads from there to ${head}.`;
      throw failure('CHECKOUT_UNFIT', { folder, why });
    },
  };
}

async function commitOf(program: GitProgramOptions, name: string): Promise<ObjectId | null> {
  const id = await answerOf(program, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  return isObjectId(id) ? id : null;
}

/** Empty where git has no answer. */
async function answerOf(program: GitProgramOptions, args: readonly string[]): Promise<string> {
  const run = await runGit(program, args);
  return run.code === 0 ? run.stdout.trim() : '';
}
