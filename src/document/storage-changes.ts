import { storageSlotsOf } from './storage-slots.ts';

/**
 * What becomes of the stored properties of a persistent class, in words: which of them move to another slot, leave theirs, or change their type there. Empty: data that was stored under the
 * old text is read right under the new one. Both texts are canonical, XML or UDL.
 */
export function storageChanges(before: string, after: string): readonly string[] {
  const [now, next] = [storageSlotsOf(before), storageSlotsOf(after)];
  if (now.size === 0) return [];
  if (next.size === 0) return ['its text says nothing of the storage, so that the server makes a new one'];
  const moved = [...now].flatMap(([slot, property]) => {
    const there = next.get(slot);
    if (there === property) return [];
    const to = [...next].find(([other, value]) => value === property && dataOf(other) === dataOf(slot))?.[0];
    if (to !== undefined) return [`${property} moves from slot ${numberOf(slot)} to ${numberOf(to)}`];
    const instead = there === undefined ? '' : `, where ${there} is now`;
    return [`${property} leaves slot ${numberOf(slot)}${instead}`];
  });
  const [types, newTypes] = [typesOf(before), typesOf(after)];
  const stored = [...new Set(now.values())].filter((property) => [...next.values()].includes(property));
  const retyped = stored.flatMap((property) => {
    const [was, is] = [types.get(property), newTypes.get(property)];
    return was === undefined || is === undefined || was === is
      ? []
      : [`${property} was ${was} and becomes ${is}`];
  });
  return [...moved, ...retyped];
}

/** `storage/data` of `storage/data/number`. */
function dataOf(slot: string): string {
  return slot.slice(0, slot.lastIndexOf('/'));
}

function numberOf(slot: string): string {
  return slot.slice(slot.lastIndexOf('/') + 1);
}

/** Types of properties, by name. */
function typesOf(text: string): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const [, name = '', type = ''] of text.matchAll(
    /^(?:Property|Relationship) "?(\w+)"?(?: As ([^([;\n]+))?/gm,
  ))
    types.set(name, spelled(type));
  for (const [, name = '', body = ''] of text.matchAll(/^<Property name="(\w+)">([^]*?)^<\/Property>/gm)) {
    const collection = /^<Collection>(\w+)</m.exec(body)?.[1];
    const type = /^<Type>([^<]*)</m.exec(body)?.[1] ?? '';
    types.set(name, spelled(collection === undefined ? type : `${collection} Of ${type}`));
  }
  return types;
}

/** A property without a type is a %String (Class definition reference, "Property keywords"). */
function spelled(type: string): string {
  return type.trim().replaceAll('%Library.', '%').replace(/^$/, '%String');
}
