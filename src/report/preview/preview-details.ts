import { plainText } from '../../base/plain-text.ts';
import type { PatchPreview, SiteGroup } from '../../fleet/preview/preview.ts';
import type { ShownLine } from '../line-diff.ts';
import { visibleLine } from '../visible-line.ts';
import type { MarkdownPiece } from './cut-markdown.ts';
import { neutralHtml, neutralMarkdown } from './neutral-text.ts';
import type { SeenDifference } from './preview-differences.ts';
import { previewDifferences } from './preview-differences.ts';
import { groupStanding, isEdited } from './preview-figures.ts';
import {
  beforeAsText,
  blockerAsText,
  documentRemark,
  effectSigns,
  leavesAsText,
  sitesAsText,
} from './preview-words.ts';
import { isShown } from './what-moves.ts';

/** Lines of one part of a document that are shown. */
const mostLines = 40;

/** What a page says of one patch below all verdicts: a fold for the sites that see the same, what stands in the way first and open, and one for each difference. */
export function detailPieces(preview: PatchPreview): readonly MarkdownPiece[] {
  const { release, groups } = preview;
  const planned = groups.flatMap((group, index) =>
    isShown(preview, group) ? groupFold(group, index + 1, release.id) : [],
  );
  const differences = previewDifferences(preview, mostLines).map(differenceFold);
  if (planned.length + differences.length === 0) return [];
  return [
    { kind: 'text', what: 'section', text: `### ${neutralMarkdown(release.id)} in detail` },
    ...planned.filter((fold) => fold.open),
    ...planned.filter((fold) => !fold.open),
    ...differences,
  ];
}

type Fold = Extract<MarkdownPiece, { kind: 'fold' }>;

function groupFold(group: SiteGroup, number: number, patch: string): readonly Fold[] {
  const { outlook, timezone, ring } = group;
  if (outlook.kind !== 'planned') return [];
  const { forecast, blockers, documents, remarks } = outlook;
  const dated = blockers.filter(({ until }) => until !== null);
  const before = beforeAsText(outlook);
  const lines = [
    ...leavesAsText(forecast, patch).map((line) => `- **${neutralMarkdown(line, 1000)}**`),
    ...dated.map((blocker) => `- now ${neutralMarkdown(blockerAsText(blocker, timezone), 1000)}`),
    ...(before === '' ? [] : [`- ${neutralMarkdown(before, 1000)}`]),
    ...remarks.map((remark) => `- ${neutralMarkdown(remark)}`),
  ];
  const effects = documents.map((document) => {
    const remark = documentRemark(document);
    const line = `${effectSigns[document.effect]} ${plainText(document.name, 300)}`;
    return remark === '' ? line : `${line}  (${remark})`;
  });
  const text = [...lines, ...fence('diff', effects)].join('\n').replace(/^\n/, '');
  if (text === '') return [];
  const summary = neutralHtml(`${number}: ${sitesAsText(group)} (${ring})`);
  const open = groupStanding(group) === 'blocked' || isEdited(group);
  return [{ kind: 'fold', summary, open, pieces: [{ kind: 'text', what: 'section', text }] }];
}

function differenceFold({ document, groups, difference }: SeenDifference): Fold {
  const merges = document.states === null ? ', merged in' : '';
  const nodes = difference.nodes === '' ? '' : `, ${difference.nodes}`;
  const summary = `${neutralHtml(document.name, 300)}: seen at ${groupsAsText(groups)}${merges}${nodes}`;
  const pieces = difference.parts.map(({ name, change, lines, more }): MarkdownPiece => {
    const code = fence('diff', [...lines.map(lineAsText), ...(more > 0 ? [`  … ${more} more lines`] : [])]);
    const text = [...(name === '' ? [] : [`${neutralMarkdown(name, 200)} ${change}`]), ...code].join('\n');
    return { kind: 'text', what: 'difference', text: text.replace(/^\n/, '') };
  });
  return { kind: 'fold', summary, open: false, pieces };
}

/** Groups that are named before they are only counted. */
const groupsNamed = 20;

function groupsAsText(groups: readonly number[]): string {
  const more = groups.length - groupsNamed;
  const named = groups.slice(0, groupsNamed).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

function lineAsText({ kind, text }: ShownLine): string {
  const line = visibleLine(text);
  switch (kind) {
    case 'same':
      return `  ${line}`;
    case 'old':
      return `- ${line}`;
    case 'new':
      return `+ ${line}`;
    case 'left-out':
      return '@@ @@';
  }
}

/** A code block that nothing in it can end. */
function fence(language: string, lines: readonly string[]): readonly string[] {
  const inside = lines.join('\n').match(/`+/g) ?? [];
  const ticks = '`'.repeat(Math.max(3, ...inside.map(({ length }) => length + 1)));
  return lines.length === 0 ? [] : ['', `${ticks}${language}`, ...lines, ticks];
}
