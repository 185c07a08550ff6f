import { block, SIGNATURES } from '../verify-text.ts';

const FIXITY = String.raw`
( set -eu
  sha256sum --quiet --strict -c tagmanifest-sha256.txt
  sha256sum --quiet --strict --ignore-missing -c manifest-sha256.txt
  echo 'what is here in full: OK' )
`;

const SIGNED = SIGNATURES.replace(
  '--quiet --strict -c "$work/subjects"',
  '--quiet --strict --ignore-missing -c "$work/subjects"',
).replace("! -path './data/*'", "! -path './data/*' ! -path './redacted/*'");

const COMPLETENESS = String.raw`
( set -eu; export LC_ALL=C
  work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
  find data ! -type d 2> /dev/null | sort > "$work/present" || true
  sed 's/^[0-9a-f]* [ *]//' manifest-sha256.txt | sort > "$work/listed"
  comm -13 "$work/listed" "$work/present" > "$work/added"
  if [ -s "$work/added" ]; then echo 'nothing vouches for:'; cat "$work/added"; exit 1; fi
  echo 'withheld, in full or in part:'; comm -23 "$work/listed" "$work/present" )
`;

const ROWS = String.raw`
python3 - << 'END'
import base64, glob, hashlib, json, sys

def sha(*parts): return hashlib.sha256(b''.join(parts)).digest()

def root(hashes):
    if len(hashes) < 2: return hashes[0] if hashes else sha()
    while len(hashes) > 1:
        pairs = [sha(b'\1', a, b) for a, b in zip(hashes[::2], hashes[1::2])]
        hashes = pairs + hashes[len(pairs) * 2:]
    return hashes[0]

def cell(item):
    if isinstance(item, str): return bytes.fromhex(item)
    content = item['text'].encode() if 'text' in item else base64.b64decode(item['base64'])
    return sha(b'\0', bytes.fromhex(item['salt']), content)

def row(line):
    item = json.loads(line)
    if 'cells' not in item: return bytes.fromhex(item['row'])
    cells = [cell(each) for each in item['cells']]
    return sha(b'\2', len(cells).to_bytes(4, 'big'), root(cells))

signed = json.load(open('record/redaction-roots.json', encoding='utf-8'))['sources']
for path in json.load(open('redacted/redaction.json', encoding='utf-8'))['sources']:
    [source] = [each for each in signed if each['path'] == path]
    with open('redacted/' + path + '.ndjson', 'rb') as lines: rows = [row(line) for line in lines]
    if len(rows) != source['rows'] or root(rows).hex() != source['root']: sys.exit(path + ': not what was signed')
    print(path + ': OK')
END
`;

/** redacted/README.md, the same in every redacted package of this format version. */
export const REDACTION_NOTE = `${[
  '# A redacted package',
  'Somebody withheld a part of a signed evidence package before handing it on. What is here is what was signed: the' +
    '\nsignatures of the whole package hold for it. What is withheld is named, and neither you nor a program can say' +
    '\nanything about its content. The signers did not choose what to withhold; anybody who had the package can.',
  'VERIFY.md beside this folder speaks of the whole package, whose files are not all here. Use these blocks instead, in' +
    '\nthe folder that holds VERIFY.md.',
  '## 1. What is here in full',
  block(FIXITY),
  '## 2. What is withheld',
  'The manifest names every file of the whole package with its SHA-256. Files under redacted/data stand for sources of' +
    '\nwhich rows or cells are here.',
  block(COMPLETENESS),
  '## 3. It was signed',
  block(SIGNED),
  'Section 4 of VERIFY.md shows by whom.',
  '## 4. Rows and cells',
  'Each line of a file under redacted/data is a row of the source: its hash, and its cells unless the whole row is' +
    '\nwithheld. A cell is its salt and its bytes, delimiter or line end included, or its hash alone. The hashes lead to' +
    '\nthe root that the preparer signed in record/redaction-roots.json. Needs Python 3.',
  block(ROWS),
  '## What stays visible',
  'Names and sizes of files, the number of rows and of cells in a row, which of them are withheld, and the SHA-256 of' +
    '\neach whole file. Whoever can guess everything that is withheld of a file at once can confirm the guess by that' +
    '\ndigest; a guess of a single cell among others cannot be confirmed.',
].join('\n\n')}\n`;
