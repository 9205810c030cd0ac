/** What a file says, without the version of the format in which it says so. */
export function withoutFormat<T extends { format?: unknown }>(file: T): Omit<T, 'format'> {
  const content: Partial<T> = { ...file };
  delete content.format;
  return content as Omit<T, 'format'>;
}
