import { recomputeManifests, resign } from './tamperings.ts';
import type { Vector } from './vector.ts';

/** A file changed, and everything brought in line and signed anew by the preparer: only what it says is wrong. */
function signedAnew(path: string, change: (text: string) => string | Uint8Array): Vector['tamper'] {
  return (edit, { preparer }) =>
    resign(recomputeManifests(edit.set(path, change(edit.text(path)))), 'preparer', preparer.signer);
}

/** Documents whose bytes and signatures hold, and that are none of their kind. */
export const SCHEMA_VECTORS: readonly Vector[] = (
  [
    [
      'a severity that does not exist',
      (text) => text.replace('"severity": "high"', '"severity": "urgent"'),
      /^data\/findings\.json findings\[0\]\.severity is not one of "critical", "high", "medium", "low"$/,
    ],
    [
      'a member that no finding has',
      (text) => text.replace('"note": null,', '"note": null,\n      "settled": true,'),
      /^data\/findings\.json findings\[0\]\.settled is no member of it$/,
    ],
    [
      'a finding without its subject',
      (text) => text.replace(/ *"subject_id": .*\n/, ''),
      /^data\/findings\.json findings\[0\]\.subject_id is missing$/,
    ],
    [
      'a number where text belongs',
      (text) => text.replace('"criteria": "c"', '"criteria": 7'),
      /^data\/findings\.json findings\[0\]\.text\.criteria is no string$/,
    ],
    [
      'a record number that no file has',
      (text) => text.replace('"record_no": 1', '"record_no": 0'),
      /^data\/findings\.json findings\[0\]\.source_rows\[0\]\.record_no is less than 1$/,
    ],
    [
      'findings in a format of another day',
      (text) => text.replace('tickmark-findings/1', 'tickmark-findings/9'),
      /^data\/findings\.json format is not "tickmark-findings\/1"$/,
    ],
    [
      'a severity stated twice, of which programs read one or the other',
      (text) => text.replace('"severity": "high"', '"severity": "high",\n      "severity": "low"'),
      /^data\/findings\.json is not in the written form: indented by two spaces, each member stated once/,
    ],
    [
      'a number that programs read as different ones',
      (text) => text.replace('"days": 40', '"days": 9007199254740993'),
      /^data\/findings\.json is not in the written form/,
    ],
    [
      'findings cut off',
      (text) => text.slice(0, -20),
      /^data\/findings\.json is no JSON that can be read$/,
    ],
    [
      'findings that are no text',
      (text) => Buffer.from(text, 'latin1'),
      /^data\/findings\.json is not UTF-8$/,
    ],
  ] satisfies [string, (text: string) => string | Uint8Array, RegExp][]
).map(([name, change, reason]) => ({
  name: `${name}, and all of it signed`,
  of: 'prepared',
  trust: true,
  tamper: signedAnew('data/findings.json', change),
  fails: ['schema/documents'],
  reason,
}));

/** Tag files whose bytes and signatures hold, and that make no sound bag. */
export const PROFILE_VECTORS: readonly Vector[] = (
  [
    [
      'two versions of the format, of which programs read one or the other',
      'bag-info.txt',
      (text) => `${text}Tickmark-Package-Version: 2\n`,
      /^bag-info\.txt states Tickmark-Package-Version 2 times$/,
    ],
    [
      'no day of bagging',
      'bag-info.txt',
      (text) => text.replace(/Bagging-Date.*\n/, ''),
      /^bag-info\.txt states no Bagging-Date$/,
    ],
    [
      'tag files in another encoding',
      'bagit.txt',
      (text) => text.replace('UTF-8', 'UTF-16'),
      /^bagit\.txt is not the two lines of a bag whose tag files are UTF-8$/,
    ],
  ] satisfies [string, string, (text: string) => string, RegExp][]
).map(([name, path, change, reason]) => ({
  name: `${name}, and all of it signed`,
  of: 'prepared',
  trust: true,
  tamper: signedAnew(path, change),
  fails: ['completeness/bag profile'],
  reason,
}));
