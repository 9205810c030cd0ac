import type { Digest } from '../../base/digest.ts';
import type { Instant } from '../../base/instant.ts';
import type { ObjectId, PatchId, RingName, SiteName } from '../../base/names.ts';
import type { DesiredState, ReleaseEntry } from '../../desired/desired-state.ts';
import type { PolicyChange } from '../../desired/policy-changes.ts';
import type { Trust } from '../../desired/trust.ts';
import type { DocumentName } from '../../document/document-name.ts';
import type { InstallRule, Manifest } from '../../kit/manifest.ts';
import type { KitDocument } from '../../kit/kit-document.ts';
import type { DocumentPreview } from '../../plan/intended.ts';
import type { Blocker } from '../../policy/blocker.ts';
import type { UnknownReport } from '../../status/read-site-report.ts';
import type { AttemptFacts } from '../../status/attempt-file.ts';
import type { SiteReport } from '../../status/status.ts';

/** What would happen at every site of the fleet, were what is proposed released and published now. */
export interface Preview {
  readonly at: Instant;
  readonly channel: { readonly name: string; readonly counter: number };
  /** Policy files that are not as they are published. */
  readonly policy: readonly PolicyChange[];
  readonly patches: readonly PatchPreview[];
}

/** What a channel says to all sites. */
export interface ChannelWord {
  readonly desired: Pick<DesiredState, 'channel' | 'fleet' | 'releases'>;
  /** Policy files by path: approvals, holds and recalls are among them. */
  readonly policyFiles: ReadonlyMap<string, Uint8Array>;
  /** Whose approvals, holds and recalls count; each site has the last word on that. */
  readonly trust: Pick<Trust, 'approver' | 'operator'>;
}

/** Everything that a preview is computed from. What the channel would say: the releases that are published, then the previewed ones, and policy as it is proposed. */
export interface PreviewInput extends ChannelWord {
  readonly now: Instant;
  /** What the channel says now; null: there is none. */
  readonly published: ChannelWord | null;
  /** Those that are proposed, and those that `concernedByPolicy` names. */
  readonly patches: readonly PreviewedPatch[];
  /** What is known of each site; a site that is missing has said nothing. */
  readonly sites: ReadonlyMap<SiteName, SiteRecord>;
  /** Kits of releases, by release digest: those that `kitsWanted` names, as far as they could be had. */
  readonly kits: ReadonlyMap<Digest, PatchContent>;
}

export interface PatchContent {
  readonly manifest: Manifest;
  readonly kit: readonly KitDocument[];
}

export interface PreviewedPatch {
  readonly patch: PatchId;
  /** released: it is in the channel as it lies here; policy: no patch is proposed, but what is proposed can concern it. */
  readonly change: 'new' | 'released' | 'policy';
  /** Public key that signed it; null: not known yet. */
  readonly signer: string | null;
  /** Null: its kit could not be had. */
  readonly content: PatchContent | null;
}

/** What a site's status branch tells. */
export interface SiteRecord {
  readonly report: SiteReport | UnknownReport;
  /** Records of its attempts that could be read, oldest first. */
  readonly attempts: readonly AttemptFacts[];
}

export interface PatchPreview {
  readonly release: ReleaseEntry;
  readonly change: PreviewedPatch['change'];
  /** Attempts that installed this very release; null: it was installed nowhere yet. */
  readonly elsewhere: Took | null;
  /** Sites for which the patch is not meant. */
  readonly notFor: readonly SiteName[];
  /** Sites that see the same, in the order of the fleet's rings. */
  readonly groups: readonly SiteGroup[];
}

/** How long installing took, in milliseconds. */
export interface Took {
  readonly sites: number;
  readonly shortest: number;
  readonly median: number;
  readonly longest: number;
}

/** Sites that would see the same. */
export interface SiteGroup {
  readonly ring: RingName;
  readonly timezone: string;
  readonly rule: InstallRule;
  readonly sites: readonly {
    readonly site: SiteName;
    /** When it last said how it is; null: nothing that counts. */
    readonly saidAt: Instant | null;
  }[];
  readonly outlook: SiteOutlook;
  /** What would happen there as the channel is published now; null: a patch that is new, or a channel. */
  readonly published: PublishedOutlook | null;
}

/** What the channel that is published makes of a patch at a site. */
export interface PublishedOutlook {
  /** Null: the patch is not for it, or it is not in the fleet. */
  readonly rule: InstallRule | null;
  readonly outlook: SiteOutlook;
  /** True: what is proposed makes something else of it. */
  readonly moves: boolean;
}

export type SiteOutlook =
  /** Nothing is known of the site, and why. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** Nothing would be done, and why. */
  | { readonly kind: 'nothing'; readonly why: NothingBecause }
  | {
      readonly kind: 'planned';
      readonly action: 'install' | 'remove';
      /** What stands against it at this moment; empty: the site's next pass would do it. */
      readonly blockers: readonly Blocker[];
      readonly forecast: Forecast;
      readonly documents: readonly DocumentForecast[];
      /** What would have to be known to say more. */
      readonly remarks: readonly string[];
    };

/**
 * It is installed, or was recalled and is to stay; another stands in for it; it was recalled before it went in; it is not for the site; the site is not of
 * the fleet any more; or not yet.
 */
export type NothingBecause =
  'installed' | 'kept' | 'superseded' | 'recalled' | 'not-for' | 'left-fleet' | 'new-in-fleet';

/** When it would start, if nothing but time passes, other sites do what is foreseen for them, and people give their leave at once. */
export interface Forecast {
  /** Null: not before `obstacles` are out of the way. */
  readonly earliest: Instant | null;
  /** Leave that people have to give, for this patch and those that go in before it; empty: it starts by itself. */
  readonly leaves: readonly { readonly patch: PatchId; readonly blocker: Blocker }[];
  /** What nobody knows the end of. */
  readonly obstacles: readonly { readonly patch: PatchId; readonly blocker: Blocker }[];
  /** What is waited for, one after the other, until the earliest start. */
  readonly waits: readonly Wait[];
  /** Patches that go in before it, or of a removal, that are taken out before it; in order. */
  readonly before: readonly PatchId[];
  /** True: it counts on earlier rings, as far as they are foreseen. */
  readonly countsOnRings: boolean;
  /** How long installing and rolling back usually take at these sites, at most, in milliseconds. */
  readonly usualDuration: number;
}

interface Wait {
  readonly patch: PatchId;
  readonly reason: Blocker['reason'];
  readonly message: string;
  readonly from: Instant;
  readonly until: Instant;
}

export interface DocumentForecast {
  readonly name: DocumentName;
  readonly effect: DocumentPreview['effect'] | 'unknown';
  readonly held: HeldDocument;
  /** Digest that the document has afterwards; null: it is gone, undefined: not known. */
  readonly after: Digest | null | undefined;
  /** Changed at the site since a patch put it there: to replace it takes an operator's consent. */
  readonly localEdit: boolean;
  /** Before and after as far as both are known. */
  readonly states: { readonly before: Uint8Array | null; readonly after: Uint8Array | null } | null;
  /** Nodes that are merged into a global of which no more is known; null: not that. */
  readonly merged: Uint8Array | null;
  /** Of a removal, the installed patch whose state of the document comes back; null: not that, or it is not known. */
  readonly backTo: PatchId | null;
}

/** What a site is known to hold of a document, and from where. */
export type HeldDocument =
  /** Its status branch says so. */
  | { readonly kind: 'reported'; readonly digest: Digest | null }
  /** The last patch installed there left it so; the site does not say. */
  | { readonly kind: 'kit'; readonly digest: Digest | null; readonly patch: PatchId }
  | { readonly kind: 'unknown'; readonly why: 'never-reported' | 'drifted' | 'written-by-others' };

/** The tag of a release that is not made yet. */
export const noTag = '0'.repeat(40) as ObjectId;
