import type { Instant } from '../../base/instant.ts';
import type { PatchId, SiteName } from '../../base/names.ts';
import type { MadeCommit } from '../../adapters/git/commit-folder.ts';
import type { Fleet } from '../../desired/fleet.ts';
import type { Preview, SiteRecord } from '../../fleet/preview/preview.ts';
import type { CheckedPatch } from '../../publish/check-patch.ts';
import type { EarlierPatch } from '../../publish/earlier/earlier-patches.ts';
import type { PatchFolder, PatchFolders } from '../../publish/patch-folder.ts';
import type { InTurn } from '../page/in-turn.ts';
import type { Sessions } from '../page/sessions.ts';
import type { BuiltPatch } from './build-patch.ts';
import type { DocumentSource } from './document-source.ts';
import type { Draft, DraftId } from './draft.ts';
import type { DraftStore } from './draft-store.ts';
import type { PatchWish } from './patch-fields.ts';
import type { ReadRule } from './policy-fields.ts';
import type { ReleasedDocuments } from './released-documents.ts';

/** Everything that the studio may touch. */
export interface StudioDesk {
  /** Top of the working copy of the patches repository. */
  readonly top: string;
  readonly source: DocumentSource;
  readonly drafts: DraftStore;
  /** Zone of the times on the pages, but for those of sites. */
  readonly zone: string;
  readonly now: () => Instant;
  /** What appears on no page. */
  readonly secrets: readonly string[];
  /** The fleet as it lies in the working copy; null, and why, where it cannot be read. */
  readonly fleet: () => { readonly fleet: Fleet | null; readonly why: string };
  /** Patches that lie in the working copy. */
  readonly known: () => ReadonlySet<PatchId>;
  /** Patches that are on what a commit would be made on top of. */
  readonly onBase: () => Promise<{ readonly base: string; readonly folders: PatchFolders }>;
  /** Those of them that come before a patch and touch the same documents. */
  readonly earlier: (checked: CheckedPatch) => Promise<readonly EarlierPatch[]>;
  readonly released: () => Promise<ReleasedDocuments>;
  /** What the sites tell of themselves; null: nobody said where they do. */
  readonly sites: (() => Promise<ReadonlyMap<SiteName, SiteRecord>>) | null;
  readonly build: (draft: Draft, wish: PatchWish, rules: readonly ReadRule[]) => Promise<BuiltPatch>;
  /** Takes away what was built of a draft: exports may hold what is nobody's business. */
  readonly clear: (draft: DraftId) => void;
  /** What the patch would do, were it released now. Failures of readPreviewInput. */
  readonly preview: (folder: PatchFolder) => Promise<ToldPreview>;
  readonly commit: (draft: Draft, built: BuiltPatch, title: string) => Promise<MadeCommit>;
  /** Address of the host; null: the working copy has none. */
  readonly host: string | null;
}

export interface ToldPreview {
  readonly preview: Preview;
  readonly remarks: readonly string[];
}

/** What every route works with. */
export interface StudioReception {
  readonly desk: StudioDesk;
  readonly sessions: Sessions;
  /** What reads much. */
  readonly inTurn: InTurn;
}
