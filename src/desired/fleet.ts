import type { Instant } from '../base/instant.ts';
import type { RingName, SiteName } from '../base/names.ts';
import type { Place } from '../kit/manifest.ts';

/** What `fleet.yaml` says: who is there, who goes before whom, and when nobody may. */
export interface Fleet {
  /** In the order in which they go. */
  readonly rings: readonly Ring[];
  readonly sites: readonly FleetSite[];
  readonly freezes: readonly Freeze[];
  readonly people: readonly Person[];
}

export interface Ring {
  readonly name: RingName;
  readonly title: string;
  /** What must hold in every ring before this one; null: no gate. */
  readonly gate: Gate | null;
}

/** Opens when enough sites of each earlier ring have the release, and have had it for long enough. */
export interface Gate {
  /** Share of the ring's selected sites that must have it installed, 0 to 100. */
  readonly installedPercent: number;
  /** More failed sites than this keep the gate shut. */
  readonly maxFailed: number;
  /** Milliseconds for which the share must have held. */
  readonly soak: number;
}

export interface FleetSite {
  readonly name: SiteName;
  readonly title: string;
  readonly ring: RingName;
  /** IANA zone. */
  readonly timezone: string;
  /** When installing is allowed, in the site's zone; empty: always. */
  readonly windows: readonly Window[];
  /** Public key (`ssh-ed25519 AAAA…`) with which the site signs its statuses; null: not known yet. */
  readonly key: string | null;
}

/** Repeats weekly. `to` not after `from` means that it ends on the next day. Local times `HH:MM`. */
export interface Window {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Local times (`2026-12-20T00:00`) in each site's own zone; `places` null: the whole fleet. */
export interface Freeze {
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  readonly places: readonly Place[] | null;
}

/** Names only: what a person may do is decided by the keys that a site trusts. */
export interface Person {
  readonly name: string;
  readonly title: string;
  readonly key: string;
}

/** A named person's signed leave for one release digest at one site or ring. */
export interface ApprovalTerms {
  readonly place: Place;
  readonly who: string;
  readonly at: Instant;
  readonly expiresAt: Instant | null;
}
