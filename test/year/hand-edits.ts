import type { AttemptStory } from '../../src/journal/journal-state.ts';

/** What people of the hospital wrote into documents that patches had put, and which of it they agreed to lose. */
export class HandEdits {
  private readonly texts = new Map<string, string>();
  private readonly givenUp = new Map<string, ReadonlySet<string>>();
  private readonly covered = new Map<string, ReadonlyMap<string, string>>();

  /** What stands in the target, by document: nobody agreed to lose it, or nothing has gone over it yet. */
  get standing(): ReadonlyMap<string, string> {
    return this.texts;
  }

  write(name: string, text: string): void {
    this.texts.set(name, text);
  }

  /** Somebody agrees that a patch goes over what stands now. */
  consent(patch: string): void {
    this.givenUp.set(patch, new Set(this.texts.keys()));
  }

  /** An attempt has ended: an install covers what it was agreed to lose, and a removal brings it back. */
  take({ patch, action, end }: AttemptStory, names: readonly string[]): void {
    if (action === 'install' && end?.outcome === 'installed') {
      const lost = names.filter(
        (name) => this.texts.has(name) && this.givenUp.get(patch)?.has(name) === true,
      );
      this.covered.set(patch, new Map(lost.map((name) => [name, this.texts.get(name) ?? ''])));
      for (const name of lost) this.texts.delete(name);
    }
    if (action === 'remove' && end?.outcome === 'removed') {
      for (const [name, text] of this.covered.get(patch) ?? [])
        if (!this.texts.has(name)) this.texts.set(name, text);
      this.covered.delete(patch);
    }
  }
}
