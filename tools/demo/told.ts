import { join } from 'node:path';
import type { DemoSite } from './folder.ts';
import { git } from './programs.ts';
import type { DemoStage } from './stage.ts';

/** The parts of a site's status that the demo looks at. */
export interface ToldStatus {
  readonly installed: readonly { readonly patch: string }[];
  readonly waiting: readonly {
    readonly patch: string;
    readonly reason: string;
    readonly until: string | null;
  }[];
  readonly attempted: { readonly attempt: number } | null;
}

/** The parts of an attempt's record that the demo looks at. */
interface ToldAttempt {
  readonly patch: string;
  readonly outcome: string;
  readonly scope: string;
  readonly proofBefore: string | null;
  readonly proofAfter: string | null;
}

/** What a site said last, read from its branch on the host by the git program. */
export async function told(stage: DemoStage, site: DemoSite): Promise<ToldStatus> {
  return JSON.parse(await git(['show', `status/${site}:status.json`], host(stage))) as ToldStatus;
}

/** The record of the last attempt that a site told of. */
export async function lastAttempt(stage: DemoStage, site: DemoSite): Promise<ToldAttempt> {
  const list = await git(['ls-tree', '--name-only', `status/${site}`, 'attempts/'], host(stage));
  const last = list.trimEnd().split('\n').sort().at(-1) ?? '';
  return JSON.parse(await git(['show', `status/${site}:${last}`], host(stage))) as ToldAttempt;
}

/** The story of a site, a line for each status commit, newest first. */
export async function statusLog(stage: DemoStage, site: DemoSite): Promise<string> {
  return (await git(['log', '--format=%h %cI %s', `status/${site}`], host(stage))).trimEnd();
}

/** True where every commit of a site's branch carries a signature. */
export async function allSigned(stage: DemoStage, site: DemoSite): Promise<boolean> {
  const raw = await git(['log', '--format=raw', `status/${site}`], host(stage));
  return [...raw.matchAll(/^commit /gm)].length === [...raw.matchAll(/^gpgsig /gm)].length;
}

function host({ folder }: DemoStage): string {
  return join(folder.host, 'status.git');
}
