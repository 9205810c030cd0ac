import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSchemas } from './file-schemas.ts';
import { jsonSchemaText } from './json-schema-text.ts';

// Writes the JSON Schema of every file format into schemas/ of the current folder.
mkdirSync('schemas', { recursive: true });
for (const [name, schema] of Object.entries(fileSchemas)) {
  const path = join('schemas', `${name}.schema.json`);
  writeFileSync(path, jsonSchemaText(schema));
  console.log(path);
}
