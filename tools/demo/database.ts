import type { FoundDocument } from '../../src/kit/formats/kit-source.ts';
import type { DemoSite } from './folder.ts';

/** The engines that the demo can be played on. */
export const engines = ['directory', 'mumps'] as const;
export type EngineName = (typeof engines)[number];

/** A site's database of the demo. */
export interface DemoDatabase {
  /** What stands below `engine:` in its site.yaml. */
  readonly config: string;
  /** Puts documents into it while it is empty. */
  fill(documents: AsyncIterable<FoundDocument>): Promise<void>;
  /** A digest over all that is in it but patchfleet's own register: computed by no code of patchfleet. */
  digest(): Promise<string>;
  /** Leaves nothing running. */
  close(): Promise<void>;
}

export type DemoDatabases = Readonly<Record<DemoSite, DemoDatabase>>;
