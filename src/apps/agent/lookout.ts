/** Looks, one after the other. */
interface Lookout {
  /** Has a look made, after those that were asked for before. */
  look(): void;
  /** Begins none any more; settles when the one under way has ended. */
  close(): Promise<void>;
}

/** What a look throws goes to `bug`, and the next one is made all the same. */
export function openLookout(lookOnce: () => Promise<void>, bug: (error: unknown) => void): Lookout {
  let looking: Promise<void> = Promise.resolve();
  let closed = false;
  return {
    look: () => {
      looking = looking.then(() => (closed ? undefined : lookOnce())).catch(bug);
    },
    close: () => {
      closed = true;
      return looking;
    },
  };
}
