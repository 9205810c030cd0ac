/**
 * Everything that patchfleet writes to a local disk goes through this, so that one test can stop the process, or fill
 * the disk, at each single write. Reading is done with `node:fs` directly. Each call is one effect.
 */
export interface Disk {
  /** Writes a new file beside it, flushes it, renames it over `path` and flushes the folder: the old or the new content, never a mix. A file that was there keeps mode, owner and group: see `keepOwnership`. */
  replace(path: string, bytes: Uint8Array): void;
  /**
   * Replaces files in their order, each like `replace`, in the time of few flushes: all are durable when it returns. Just before a file takes the place of the old one
   * `isExpected` is asked; where it says no, that one and those after it are left. Answers how many were replaced.
   */
  replaceAll(files: readonly FileContent[], isExpected: (path: string) => boolean): Promise<number>;
  /**
   * Makes a file with these bytes and flushes; false where something has that name already, which then stays as it is. Of two that
   * create one file, one does. A crash leaves nothing or the whole file (on a file system without hard links: a part).
   */
  create(path: string, bytes: Uint8Array): boolean;
  /** Appends and flushes. A crash may leave a part of the bytes. */
  append(path: string, bytes: Uint8Array): void;
  /** Cuts the file to this many bytes and flushes. */
  truncate(path: string, size: number): void;
  /** Removes a file and flushes the folder; nothing where it is not there. */
  remove(path: string): void;
  /** Creates the folder and those above it; nothing where it is there. */
  makeFolder(path: string): void;
  /** Removes a folder in which nothing is; nothing where it holds something, is not there, or the system refuses. */
  removeEmptyFolder(path: string): void;
  /** Removes a folder with all that is in it; nothing where it is not there. */
  removeFolder(path: string): void;
}

/** A file as it is to be. */
export interface FileContent {
  readonly path: string;
  readonly bytes: Uint8Array;
}
