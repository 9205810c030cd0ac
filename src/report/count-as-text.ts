/** `1 region`, `2 regions`. */
export function countAsText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
