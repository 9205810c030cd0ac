/** The part of the package `ini` that is used here; the package brings no types. */
declare module 'ini' {
  /** Takes quotes, escapes and comments off one key or value. Quoted text goes through JSON.parse, so anything can come out. */
  export function unsafe(text: string): unknown;
}
