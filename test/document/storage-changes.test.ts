import test from 'ava';
import { storageChanges } from '../../src/document/storage-changes.ts';

type Slots = readonly string[];

function udl(slots: Slots | null, properties: readonly string[] = []): string {
  const values = (slots ?? []).map(
    (name, index) => `<Value name="${index + 1}">\n<Value>${name}</Value>\n</Value>\n`,
  );
  const storage =
    slots === null ? '' : `Storage Default\n{\n<Data name="PDefaultData">\n${values.join('')}</Data>\n}\n`;
  return `Class Lab.P Extends %Persistent\n{\n\n${properties.map((one) => `Property ${one};\n\n`).join('')}${storage}}\n`;
}

function xml(slots: Slots, properties: Readonly<Record<string, string>>): string {
  const values = slots.map(
    (name, index) => `<Value name="${index + 1}">\n<Value>${name}</Value>\n</Value>\n`,
  );
  const own = Object.entries(properties).map(
    ([name, type]) => `<Property name="${name}">\n<Type>${type}</Type>\n</Property>\n`,
  );
  return `<Class name="Lab.P">\n${own.join('')}<Storage name="Default">\n<Data name="PDefaultData">\n${values.join('')}</Data>\n</Storage>\n</Class>\n`;
}

const two = ['%%CLASSNAME', 'Name'];

test('a property more behind the others is no change of what is stored', (t) => {
  t.deepEqual(storageChanges(udl(two), udl([...two, 'Ward'])), []);
  t.deepEqual(storageChanges(udl(null), udl(two)), []);
});

test('a property that moves is named with its slots, one that leaves with what is there now', (t) => {
  t.deepEqual(storageChanges(udl([...two, 'Ward']), udl(['%%CLASSNAME', 'Ward', 'Name'])), [
    'Name moves from slot 2 to 3',
    'Ward moves from slot 3 to 2',
  ]);
  t.deepEqual(storageChanges(udl(two), udl(['%%CLASSNAME'])), ['Name leaves slot 2']);
  t.deepEqual(storageChanges(udl(two), udl(['%%CLASSNAME', 'Ward'])), [
    'Name leaves slot 2, where Ward is now',
  ]);
});

test('a class that no longer says its storage is told', (t) => {
  t.is(storageChanges(udl(two), udl(null)).length, 1);
});

test('a stored property that becomes another type is told, in UDL and in XML', (t) => {
  t.deepEqual(
    storageChanges(
      udl([...two, 'Ward'], ['Name As %String(MAXLEN = 50)', 'Ward']),
      udl([...two, 'Ward'], ['Name As %Library.String', 'Ward As %Integer [ Required ]']),
    ),
    ['Ward was %String and becomes %Integer'],
  );
  t.deepEqual(storageChanges(xml(two, { Name: '%String' }), xml(two, { Name: '%Date', Other: '%Date' })), [
    'Name was %String and becomes %Date',
  ]);
  t.deepEqual(storageChanges(xml(two, { Name: '%Date' }), udl(two, ['Name As %Date'])), []);
});
