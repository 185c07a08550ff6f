import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readers } from '#engine/intake/registry.ts';
import { headOf } from '#engine/intake/text/open-form.ts';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

const texts = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, entry.name, 'samples')))
  .flatMap((entry) =>
    readdirSync(join(ROOT, entry.name, 'samples')).flatMap((sample) => {
      const dir = join(ROOT, entry.name, 'samples', sample);
      const input = readdirSync(dir).find((file) => /^input\.(?!xlsx|gz|c1z|zip)/.test(file));
      return input === undefined ? [] : [{ reader: entry.name, sample, path: join(dir, input) }];
    }),
  );

/** Readers of line-oriented text that claim a text by its lines. */
function claiming(text: string): string[] {
  const head = headOf(text, true);
  return [...readers().values()]
    .filter((reader) => reader.text?.claims(head))
    .map((reader) => reader.spec.id);
}

test.each(texts)('$reader / $sample is claimed by no other reader of lines', ({ reader, path }) => {
  const own = readers().get(reader)?.text === null ? [] : [reader];
  expect(claiming(readFileSync(path, 'utf8'))).toEqual(own);
});

// Texts that resemble one of the forms without being it.
test.each([
  ['a table with colons in it', 'time:zone,name\n10:00:00,x\n'],
  [
    'a table with times',
    'role,email,from\nowner:git,a@b.example,2022-01-01T05:00:00Z,\ncfo,c@d.example,2022-01-01T05:00:00Z\n',
  ],
  ['a table of accounts', 'name,uid,gid\nroot,0,0\n'],
  ['prose', 'All administrators may run anything = yes.\nSee also: /etc/sudoers\n'],
  ['an INI file', '[main]\nuser = ALL\npath = /usr/bin\n'],
  ['YAML', 'name: x\nmembers:\n  - a\n  - b\n'],
  ['JSON', '{"dn":"CN=x"}\n'],
  ['a web server log', '192.0.2.1 - - [24/Nov/2024:10:00:00 +0000] "GET / HTTP/1.1" 200 1\n'],
  ['a table of permissions', 'path,mode\n/etc/passwd,0644\n'],
  ['SQL', 'GRANT SELECT ON t TO mira;\nSELECT 1;\n'],
  ['key and value', 'a:b:c:d\n1:2:3:4\n'],
])('%s is claimed by none', (_, text) => {
  expect(claiming(text)).toEqual([]);
});
