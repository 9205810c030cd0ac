/** Where a class keeps each of its properties: slot by slot, `storage/data/number` to what is kept there. Empty: no storage. */
type StorageSlots = ReadonlyMap<string, string>;

/** The slots in the text of a class, be it XML or UDL; both hold the same elements. */
export function storageSlotsOf(text: string): StorageSlots {
  const slots = new Map<string, string>();
  for (const [, xmlName, xml, udlName, udl] of text.matchAll(storages)) {
    const name = xmlName ?? udlName ?? '';
    let data = '';
    for (const [, dataName, number, value = ''] of (xml ?? udl ?? '').matchAll(places)) {
      if (dataName !== undefined) data = dataName;
      else slots.set(`${name}/${data}/${number ?? ''}`, value.trim());
    }
  }
  return slots;
}

const storages = /^<Storage name="([^"]*)">([^]*?)^<\/Storage>|^Storage (\S+)\s*\n\{\n([^]*?)^\}/gm;
const places = /<Data name="([^"]*)">|<Value name="([^"]*)">\s*<Value>([^<]*)<\/Value>/g;

/**
 * Why data that is there could be read wrong under the new storage; null: it cannot. Slots may only be added behind those that are
 * there; a class whose text says nothing of its storage gets one from the compiler, perhaps in another order.
 */
export function whyStorageMisreads(now: StorageSlots, next: StorageSlots): string | null {
  if (now.size === 0) return null;
  if (next.size === 0)
    return 'it has storage here, and the kit says nothing of it: the server would make a new one, perhaps in another order.';
  const moved = [...now].filter(([slot, value]) => next.get(slot) !== value).map(([slot]) => slot);
  if (moved.length === 0) return null;
  return `its storage differs from the one here in ${moved.slice(0, 3).join(', ')}: data that is there could be read wrong.`;
}
