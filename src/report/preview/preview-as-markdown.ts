import { plainText } from '../../base/plain-text.ts';
import type { PatchPreview, Preview, SiteGroup } from '../../fleet/preview/preview.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import type { ShownLine } from '../line-diff.ts';
import type { SeenDifference } from './preview-differences.ts';
import { previewDifferences } from './preview-differences.ts';
import { previewTimeline } from './preview-timeline.ts';
import {
  blockerAsText,
  documentRemark,
  effectSigns,
  leavesAsText,
  patchFacts,
  ruleAsText,
  sitesAsText,
  startAsText,
} from './preview-words.ts';

/** Lines of one part of a document that are shown. */
const mostLines = 40;
/** Characters of a whole preview: hosts show no more than a mebibyte of UTF-8. */
const longest = 250_000;

/** A preview as a page of GitHub's Markdown: for each patch a table of the sites that see the same, a timeline, and what differs. */
export function previewAsMarkdown({ at, channel, patches }: Preview, remarks: readonly string[]): string {
  const heading = [
    '# What would happen',
    '',
    `As of ${localAsText(at, 'UTC')}, channel ${escaped(channel.name)} ${channel.counter}.`,
    ...remarks.map((remark) => `\n${escaped(plainText(remark, 500))}`),
  ];
  const lines: string[] = [];
  let length = 0;
  for (const line of [...heading, ...patches.flatMap(patchSections)].flat()) {
    length += line.length + 1;
    if (length > longest) {
      return `${[...lines, '', 'The rest is left out here; `patchfleet preview` shows it.'].join('\n')}\n`;
    }
    lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

/** Sections that are shown whole or not at all. */
function patchSections(preview: PatchPreview): readonly string[] {
  const { release, groups } = preview;
  const timeline = previewTimeline(preview);
  const differences = previewDifferences(preview, mostLines);
  return [
    ['', `## ${escaped(release.id)}: ${escaped(plainText(release.title, 200))}`, ''].join('\n'),
    ...patchFacts(preview).map((fact) => `- ${escaped(fact)}`),
    ['', '| | Sites | Ring | Policy | When |', '|---|---|---|---|---|'].join('\n'),
    ...groups.map((group, index) => tableRow(group, index + 1)),
    ...(timeline.length === 0 ? [] : [['', '```mermaid', ...timeline, '```'].join('\n')]),
    ...groups.map((group, index) => groupSection(group, index + 1, release.id)),
    ...(differences.length === 0 ? [] : ['\n### What differs']),
    ...differences.map(differenceSection),
  ];
}

function tableRow(group: SiteGroup, number: number): string {
  const cells = [String(number), sitesAsText(group), group.ring, ruleAsText(group.rule), startAsText(group)];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

function groupSection(group: SiteGroup, number: number, patch: string): string {
  const { outlook, timezone } = group;
  if (outlook.kind !== 'planned') return '';
  const { forecast, blockers, documents, remarks } = outlook;
  const dated = blockers.filter(({ until }) => until !== null);
  return [
    ...['', `### ${number}: ${escaped(sitesAsText(group))}`, ''],
    ...leavesAsText(forecast, patch).map((line) => `- **${escaped(line)}**`),
    ...dated.map((blocker) => `- now ${escaped(blockerAsText(blocker, timezone))}`),
    ...(forecast.before.length === 0 ? [] : [`- first ${escaped(forecast.before.join(', '))}`]),
    ...remarks.map((remark) => `- ${escaped(remark)}`),
    ...fence(
      'diff',
      documents.map((document) => {
        const remark = documentRemark(document);
        const line = `${effectSigns[document.effect]} ${plainText(document.name, 300)}`;
        return remark === '' ? line : `${line}  (${remark})`;
      }),
    ),
  ].join('\n');
}

function differenceSection({ document, groups, difference }: SeenDifference): string {
  const merges = document.states === null ? ', merged in' : '';
  const nodes = difference.nodes === '' ? '' : `, ${difference.nodes}`;
  const title = `${inHtml(plainText(document.name, 300))}: seen at ${groups.join(', ')}${merges}${nodes}`;
  const parts = difference.parts.flatMap(({ name, change, lines, more }) => [
    ...(name === '' ? [] : ['', `${escaped(plainText(name, 200))} ${change}`, '']),
    ...fence('diff', [...lines.map(lineAsText), ...(more > 0 ? [`  … ${more} more lines`] : [])]),
  ]);
  return ['', `<details><summary>${title}</summary>`, '', ...parts, '', '</details>'].join('\n');
}

function lineAsText({ kind, text }: ShownLine): string {
  const line = text.replace(/\p{Cc}/gu, ' ');
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

/** Markdown is not read between tags that begin a line. */
function inHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/@/g, '@\u200b');
}

/** Text that Markdown and HTML show as it is, also in a cell of a table; nobody is mentioned by it. */
function escaped(text: string): string {
  return inHtml(text).replace(/[\\`*_[\]|~#!>]/g, (character) => `\\${character}`);
}
