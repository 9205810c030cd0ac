import { z } from 'zod';
import type {
  DocumentForecast,
  PatchPreview,
  Preview,
  PublishedOutlook,
  SiteGroup,
} from '../../fleet/preview/preview.ts';
import { previewDifferences } from './preview-differences.ts';
import { previewFigures } from './preview-figures.ts';
import { previewSchema } from './preview-schema.ts';

/** Lines of one part of a document that are carried. */
const mostLines = 400;

/** A preview for programs, by `schemas/preview.schema.json`: times as texts, documents with digests, each difference once. */
export function previewAsJson(
  { at, channel, policy, patches }: Preview,
  remarks: readonly string[],
): z.input<typeof previewSchema> {
  const told = { kind: 'preview', format: 1, at, channel } as const;
  return z.encode(previewSchema, {
    ...told,
    ...{ remarks: [...remarks], policy: [...policy], patches: patches.map(toldPatch) },
  });
}

type Told = z.output<typeof previewSchema>['patches'][number];

function toldPatch(preview: PatchPreview): Told {
  const { release, change, elsewhere, notFor, groups } = preview;
  const { id, title, digest, requires, supersedes, policy } = release;
  return {
    ...{ patch: id, title, releaseDigest: digest, change, approvals: policy.approvals },
    ...{ requires: [...requires], supersedes: [...supersedes], notFor: [...notFor], elsewhere },
    figures: previewFigures(groups),
    groups: groups.map(toldGroup),
    differences: previewDifferences(preview, mostLines).map(({ document, groups: seen, difference }) => ({
      ...{ document: document.name, groups: [...seen], merged: document.states === null },
      nodes: difference.nodes,
      parts: difference.parts.map(({ lines, ...part }) => ({ ...part, lines: [...lines] })),
    })),
  };
}

type ToldGroup = Told['groups'][number];

function toldGroup({ outlook, sites, published, ...group }: SiteGroup): ToldGroup {
  const told = { ...group, sites: [...sites], outlook: toldOutlook(outlook) };
  return { ...told, published: published === null ? null : toldPublished(published) };
}

function toldOutlook(outlook: SiteGroup['outlook']): ToldGroup['outlook'] {
  if (outlook.kind !== 'planned') return outlook;
  const { documents, remarks } = outlook;
  return { ...toldPlan(outlook), documents: documents.map(toldDocument), remarks: [...remarks] };
}

function toldPublished({ rule, moves, outlook }: PublishedOutlook): NonNullable<ToldGroup['published']> {
  return { rule, moves, outlook: outlook.kind === 'planned' ? toldPlan(outlook) : outlook };
}

function toldPlan({ kind, action, blockers, forecast }: Extract<SiteGroup['outlook'], { kind: 'planned' }>) {
  const { leaves, obstacles, waits, before, ...rest } = forecast;
  return {
    ...{ kind, action, blockers: [...blockers] },
    forecast: {
      ...rest,
      ...{ leaves: [...leaves], obstacles: [...obstacles], waits: [...waits], before: [...before] },
    },
  };
}

function toldDocument({ name, effect, held, after, localEdit, backTo }: DocumentForecast) {
  return { name, effect, held, localEdit, backTo, ...(after === undefined ? {} : { after }) };
}
