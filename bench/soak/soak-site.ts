import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { openPatchesRepository } from '../../src/adapters/git/patches-repository.ts';
import type { PatchId } from '../../src/base/names.ts';
import { releaseAndPublish } from '../../src/publish/release-and-publish.ts';
import { write } from '../../test/adapters/git/git-host.ts';
import { aFleet, aPatch } from '../../test/publish/a-patch.ts';
import { publisher } from '../release-patches.ts';
import { runProgram } from '../run-program.ts';

/** The repositories on the host, as whoever releases sees them: beside the line that the agent has to use. */
export interface SoakHost {
  readonly root: string;
  /** Releases the next patch and publishes it. */
  release(): Promise<PatchId>;
  /** Subject and trailers of every commit of the site's status branch, oldest first. */
  statusCommits(): Promise<readonly string[]>;
}

export async function makeSoakHost(folder: string): Promise<SoakHost> {
  const root = join(folder, 'host');
  mkdirSync(root, { recursive: true });
  for (const name of ['patches.git', 'status.git']) {
    await runProgram('git', ['init', '--quiet', '--bare', '--initial-branch=main', name], root);
    await runProgram('git', ['config', 'http.receivepack', 'true'], join(root, name));
  }
  const bare = join(root, 'patches.git');
  const remote = { url: bare, account: null, ca: null };
  const repository = openPatchesRepository({ folder: join(folder, 'publisher'), remote, disk: nodeDisk() });
  const files: Record<string, string> = { 'fleet.yaml': aFleet };
  let count = 0;
  return {
    root,
    release: async () => {
      count += 1;
      const id = `SOAK-${count}` as PatchId;
      Object.assign(files, aPatch(id));
      await write(bare, [{ ref: 'heads/main', files, onTop: count > 1 }]);
      const author = { name: 'Publisher', email: 'publisher@example.org', at: Date.now() };
      const signing = { author, signer: publisher };
      const publish = {
        channel: 'default',
        lifetime: 86_400_000,
        publishers: [publisher.publicKey],
        signing,
      };
      const publishers = [publisher.publicKey];
      await releaseAndPublish(repository, { patches: [id], signing, publish, publishers });
      return id;
    },
    statusCommits: async () => {
      const args = ['log', '--reverse', '--format=%B%x00', 'status/uat-1'];
      const text = await runProgram('git', args, join(root, 'status.git')).catch(() => '');
      return text
        .split('\0')
        .map((message) => message.trim())
        .filter(Boolean);
    },
  };
}

/** Writes the site's site.yaml and answers its path. `port`: of the line to the host. */
export function writeSoakSite(folder: string, port: number): string {
  mkdirSync(join(folder, 'namespace'), { recursive: true });
  const keys = [publisher.publicKey];
  const url = `http://127.0.0.1:${port}`;
  const file = {
    site: 'uat-1',
    remotes: { patches: { url: `${url}/patches.git` }, status: { url: `${url}/status.git` } },
    engine: { directory: { folder: 'namespace' } },
    trust: { publisher: keys, release: keys },
    state: 'state',
    poll: '2s',
  };
  const config = join(folder, 'site.yaml');
  writeFileSync(config, JSON.stringify(file));
  return config;
}
