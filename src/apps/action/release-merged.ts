import { join } from 'node:path';
import { info, setOutput } from '@actions/core';
import { nodeDisk } from '../../adapters/files/node-disk.ts';
import { openPatchesRepository } from '../../adapters/git/patches-repository.ts';
import type { Issue } from '../../base/issue.ts';
import type { PatchesRepository } from '../../ports/patches-repository.ts';
import { mergedPatches } from '../../publish/merged-patches.ts';
import type { Released } from '../../publish/release-and-publish.ts';
import { releaseInPortions } from '../../publish/release-and-publish.ts';
import { oursOf } from '../../publish/why-not-ours.ts';
import { releasedAsMarkdown } from '../../report/proposal/released-as-markdown.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import type { Occasion } from './event.ts';
import { readAuthor, readChannel, readRepository, readSigner, readTrust } from './inputs.ts';
import { mostSummaryBytes, tellFound, tellSummary } from './tell.ts';

/** GitHub tells nobody of the tags of a push that brings more (GitHub Docs, "Events that trigger workflows", push). */
const mostTags = 3;

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly now: number;
  readonly secrets: readonly string[];
}

/** Releases what is new on main and publishes the channel. A wrong patch is told and keeps nothing else back. Returns the exit code. */
export async function releaseMerged(
  { since }: Extract<Occasion, { kind: 'merge' }>,
  around: Surroundings,
): Promise<number> {
  const signing = { author: { ...readAuthor(around.env), at: around.now }, signer: readSigner() };
  const publishers = readTrust();
  const publish = { channel: readChannel(), lifetime: null, publishers, signing };
  const release = async (repository: PatchesRepository) => {
    const ours = oursOf(signing.signer, publishers);
    const { ready, problems } = await mergedPatches(repository, { signing, ours, since });
    const order = { patches: ready, signing, publishers, publish };
    return { problems, released: await releaseInPortions(repository, order, mostTags) };
  };
  const { problems, released } = await withScratchFolder((scratch) =>
    release(
      openPatchesRepository({
        folder: join(scratch, 'patches'),
        remote: readRepository(),
        disk: nodeDisk(),
      }),
    ),
  );
  await tell(released, problems, around.secrets);
  return problems.length === 0 ? 0 : 1;
}

async function tell(
  { releases, channel }: Released,
  problems: readonly Issue[],
  secrets: readonly string[],
): Promise<void> {
  const fresh = releases.filter(({ kind }) => kind === 'new').map(({ patch }) => patch);
  setOutput('released', fresh);
  setOutput('channel', channel === null ? '' : channel.counter);
  info(`released: ${fresh.length === 0 ? 'nothing' : fresh.join(', ')}`);
  const remarks = channel?.remarks ?? [];
  tellFound({ problems, remarks: remarks.map(remarkOf) }, secrets);
  const news = {
    releases: releases.filter(({ kind }) => kind === 'new'),
    channel,
    problems,
  };
  await tellSummary(releasedAsMarkdown(news, mostSummaryBytes), secrets);
}

function remarkOf(message: string): Issue {
  const file = /^(?:rollouts|approvals|holds|recalls)\/\S+\.yaml(?= )/.exec(message)?.[0] ?? '';
  return { file, line: 0, column: 0, path: '', message };
}
