import type { SiteEvent } from '../served-site.ts';

type Listener = (event: SiteEvent) => void;

/** Who is told what happens at a site. */
interface SiteListeners {
  /** Answers what ends it. */
  add(listener: Listener): () => void;
  tell(event: SiteEvent): void;
}

/** Telling never throws, because an attempt may be under way: what a listener throws goes to `bug`, and the others are told all the same. */
export function openListeners(bug: (error: unknown) => void): SiteListeners {
  const listeners = new Set<Listener>();
  return {
    add: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (event) => {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          bug(error);
        }
      }
    },
  };
}

/** What takes bugs, which may itself be what is broken (the log): then nobody is left to be told, and the work goes on. */
export function withoutThrowing(bug: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    try {
      bug(error);
    } catch {
      return;
    }
  };
}
