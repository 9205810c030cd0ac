import type { Instant } from '../../base/instant.ts';
import { instantAsText } from '../../base/instant.ts';
import type { Issue } from '../../base/issue.ts';
import { countAsText } from '../count-as-text.ts';
import type { MarkdownPiece } from '../preview/cut-markdown.ts';
import { cutMarkdown } from '../preview/cut-markdown.ts';
import { neutralMarkdown } from '../preview/neutral-text.ts';
import { issuePieces } from './issue-pieces.ts';

/** What was released and published. */
interface ReleaseReport {
  readonly releases: readonly { readonly patch: string; readonly releaseDigest: string }[];
  readonly channel: {
    readonly kind: 'new' | 'nothing-to-do';
    readonly channel: string;
    readonly counter: number;
    readonly expiresAt: Instant;
    readonly policy: readonly { readonly path: string; readonly how: string }[];
    readonly remarks: readonly string[];
  } | null;
  readonly problems: readonly Issue[];
}

/** What a merge led to, as a page of GitHub's Markdown of at most so many bytes. */
export function releasedAsMarkdown(
  { releases, channel, problems }: ReleaseReport,
  mostBytes: number,
): string {
  const count = releases.length === 0 ? 'Nothing' : countAsText(releases.length, 'patch', 'patches');
  const verdict = `# ${problems.length === 0 ? '✅' : '❌'} ${count} released`;
  const pieces: MarkdownPiece[] = [
    { kind: 'text', what: 'section', text: verdict },
    {
      ...{ kind: 'table', what: 'row', head: '| Patch | Release digest |\n|---|---|' },
      rows: releases.map(({ patch, releaseDigest }) => `| ${neutralMarkdown(patch)} | ${releaseDigest} |`),
    },
    ...(channel === null ? [] : channelPieces(channel)),
    ...issuePieces({ problems, remarks: [] }),
  ];
  return cutMarkdown(pieces, mostBytes).trimStart();
}

function channelPieces(channel: NonNullable<ReleaseReport['channel']>): readonly MarkdownPiece[] {
  const { kind, counter, expiresAt, policy, remarks } = channel;
  const name = neutralMarkdown(channel.channel);
  const told =
    kind === 'new' ? `Published channel ${name}, number` : `Channel ${name} says so already: number`;
  const lines = [
    ...policy.map(({ path, how }) => `| ${how} | ${neutralMarkdown(path)} |`),
    ...remarks.map((remark) => `| remark | ${neutralMarkdown(remark, 1000)} |`),
  ];
  return [
    {
      ...{ kind: 'text', what: 'section' },
      text: `${told} ${counter}, fresh until ${instantAsText(expiresAt)}.`,
    },
    { kind: 'table', what: 'row', head: '| | |\n|---|---|', rows: lines },
  ];
}
