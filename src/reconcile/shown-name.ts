/** A document's name as it may leave the site: a global without subscripts, for one can hold a patient's number. */
export function shownName(name: string): string {
  return name.startsWith('^') ? name.replace(/\(.*$/su, '') : name;
}
