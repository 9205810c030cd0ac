import { outlivesDamage } from './damage-contract.ts';
import { survivesTheHost } from './fault-contract.ts';
import { readsWhatItShould } from './reading-contract.ts';
import type { Open } from './reading-site.ts';
import { refusesWhatItMust } from './refusal-contract.ts';

/** What every git adapter must do, against a real git server. `open` makes the adapter. */
export function runRepositoryContract(adapter: string, open: Open): void {
  readsWhatItShould(adapter, open);
  refusesWhatItMust(adapter, open);
  survivesTheHost(adapter, open);
  outlivesDamage(adapter, open);
}
