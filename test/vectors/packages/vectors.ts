import { sampleFindings } from './make-package.ts';
import { PROFILE_VECTORS, SCHEMA_VECTORS } from './signed-vectors.ts';
import { smallOrderSigner } from './small-order.ts';
import { editStatement, manifestOf, recomputeManifests, resign, sha256 } from './tamperings.ts';
import type { Vector } from './vector.ts';

const FINDINGS = 'data/findings.json';
const JOURNAL = 'record/journal.ndjson';

export const VECTORS: readonly Vector[] = [
  ...SCHEMA_VECTORS,
  ...PROFILE_VECTORS,
  {
    name: 'a byte of a finding',
    of: 'reviewed',
    tamper: (edit) => edit.flip(FINDINGS),
    fails: ['fixity/payload'],
    reason: /^data\/findings\.json was changed: its digest is not the one in manifest-sha256\.txt$/,
  },
  {
    name: 'a byte more at the end of a source',
    of: 'reviewed',
    tamper: (edit) => edit.set('data/sources/empty.log', 'x'),
    fails: ['fixity/payload'],
    reason: /^data\/sources\/empty\.log was changed/,
  },
  {
    name: 'two sources with their contents exchanged',
    of: 'prepared',
    tamper: (edit) => {
      const [a, b] = ['data/sources/Zugänge.csv', 'data/sources/roster of people.csv'];
      const first = edit.get(a);
      return edit.set(a, edit.get(b)).set(b, first);
    },
    fails: ['fixity/payload'],
    reason: /Zugänge\.csv was changed.*; data\/sources\/roster of people\.csv was changed/,
  },
  {
    name: 'a source removed',
    of: 'reviewed',
    tamper: (edit) => edit.remove('data/sources/Zugänge.csv'),
    fails: ['completeness/payload'],
    reason: /^data\/sources\/Zugänge\.csv is missing: manifest-sha256\.txt lists it$/,
  },
  {
    name: 'a file added to the payload',
    of: 'reviewed',
    tamper: (edit) => edit.set('data/extra.txt', 'x'),
    fails: ['completeness/payload'],
    reason: /^data\/extra\.txt was added: manifest-sha256\.txt does not list it$/,
  },
  {
    name: 'a source renamed',
    of: 'prepared',
    tamper: (edit) =>
      edit
        .set('data/sources/roster.csv', edit.get('data/sources/roster of people.csv'))
        .remove('data/sources/roster of people.csv'),
    fails: ['completeness/payload'],
    reason: /roster of people\.csv is missing.*; data\/sources\/roster\.csv was added/,
  },
  {
    name: 'bag-info.txt changed',
    of: 'prepared',
    tamper: (edit) => edit.set('bag-info.txt', edit.text('bag-info.txt').replace('Müller', 'Meier')),
    fails: ['fixity/tag files'],
    reason: /^bag-info\.txt was changed: its digest is not the one in tagmanifest-sha256\.txt$/,
  },
  {
    name: 'VERIFY.md changed',
    of: 'reviewed',
    tamper: (edit) => edit.flip('VERIFY.md'),
    fails: ['fixity/tag files'],
    reason: /^VERIFY\.md was changed/,
  },
  {
    name: 'VERIFY.md removed',
    of: 'reviewed',
    tamper: (edit) => edit.remove('VERIFY.md'),
    fails: ['completeness/other files'],
    reason: /^VERIFY\.md is missing: tagmanifest-sha256\.txt lists it$/,
  },
  {
    name: 'bagit.txt removed',
    of: 'prepared',
    tamper: (edit) => edit.remove('bagit.txt'),
    fails: ['completeness/other files', 'completeness/bag profile'],
    reason: /^bagit\.txt is missing/,
  },
  {
    name: 'the payload manifest removed',
    of: 'prepared',
    tamper: (edit) => edit.remove('manifest-sha256.txt'),
    fails: ['completeness/payload', 'completeness/other files'],
    reason: /^the payload manifest is missing$/,
  },
  {
    name: 'the tag manifest removed',
    of: 'prepared',
    tamper: (edit) => edit.remove('tagmanifest-sha256.txt'),
    fails: ['completeness/other files', 'signature/preparer statement'],
    reason: /^the tag manifest is missing$/,
  },
  {
    name: 'a file added beside the bag',
    of: 'prepared',
    tamper: (edit) => edit.set('notes.txt', 'x'),
    fails: ['completeness/other files'],
    reason: /^notes\.txt was added: nothing vouches for it$/,
  },
  {
    name: 'a file added with a second list of tag files that names it',
    of: 'reviewed',
    tamper: (edit) => {
      const notes = edit.set('READ-ME-FIRST.md', 'The findings were withdrawn.');
      const names = ['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt', 'VERIFY.md', 'READ-ME-FIRST.md'];
      return notes.set('tagmanifest-sha512.txt', manifestOf(notes, 'sha512', names));
    },
    fails: ['completeness/other files'],
    reason:
      /^READ-ME-FIRST\.md was added: nothing vouches for it; tagmanifest-sha512\.txt was added: nothing vouches for it$/,
  },
  {
    name: 'a second list of the payload, as it is, that nobody signed',
    of: 'prepared',
    tamper: (edit) => {
      const data = edit.files().map(({ name }) => name.slice(name.indexOf('/') + 1));
      const names = data.filter((path) => path.startsWith('data/'));
      return edit.set('manifest-sha512.txt', manifestOf(edit, 'sha512', names));
    },
    fails: ['completeness/other files'],
    reason: /^manifest-sha512\.txt was added: nothing vouches for it$/,
  },
  {
    name: 'a file added to record/',
    of: 'reviewed',
    tamper: (edit) => edit.set('record/more.json', '{}'),
    fails: ['completeness/other files', 'signature/reviewer statement'],
    reason: /^record\/more\.json was added: nothing vouches for it$/,
  },
  {
    name: 'the journal changed',
    of: 'prepared',
    tamper: (edit) => edit.flip('record/journal.ndjson'),
    fails: ['fixity/record files'],
    reason: /^record\/journal\.ndjson was changed: its digest is not the one that the preparer signed$/,
  },
  {
    name: 'an entry of the journal edited, and the statement signed again',
    of: 'prepared',
    tamper: (edit, { preparer }) => {
      const journal = edit.text(JOURNAL).replace('"action":"import"', '"action":"export"');
      return resign(edit.set(JOURNAL, journal), 'preparer', preparer.signer);
    },
    fails: ['fixity/journal chain'],
    reason: /^the journal does not hold at entry 2 \(J-2\): edited/,
  },
  {
    name: 'an entry of the journal taken out, and the statement signed again',
    of: 'prepared',
    tamper: (edit, { preparer }) => {
      const [first, , third] = edit.text(JOURNAL).split('\n');
      return resign(edit.set(JOURNAL, `${first}\n${third}\n`), 'preparer', preparer.signer);
    },
    fails: ['fixity/journal chain'],
    reason: /^the journal does not hold at entry 2 \(J-3\): deleted/,
  },
  {
    name: 'the end of the journal cut off, and the statement signed again',
    of: 'prepared',
    tamper: (edit, { preparer }) => {
      const [first, second] = edit.text(JOURNAL).split('\n');
      return resign(edit.set(JOURNAL, `${first}\n${second}\n`), 'preparer', preparer.signer);
    },
    fails: ['fixity/journal chain'],
    reason: /^the journal does not hold at entry 2 \(J-2\): tail_truncated, the anchor counts 3 records/,
  },
  {
    name: 'the journal removed',
    of: 'prepared',
    tamper: (edit) => edit.remove('record/journal.ndjson'),
    fails: ['completeness/other files'],
    reason: /^record\/journal\.ndjson is missing: the preparer signed it$/,
  },
  {
    name: 'findings edited and the payload manifest recomputed',
    of: 'prepared',
    tamper: (edit) => {
      const tags = edit.get('tagmanifest-sha256.txt');
      recomputeManifests(edit.set(FINDINGS, sampleFindings(true)));
      return edit.set('tagmanifest-sha256.txt', tags);
    },
    fails: ['fixity/tag files'],
    reason: /^bag-info\.txt was changed.*; manifest-sha256\.txt was changed/,
  },
  {
    name: 'findings edited and both manifests recomputed',
    of: 'prepared',
    tamper: (edit) => recomputeManifests(edit.set(FINDINGS, sampleFindings(true))),
    fails: ['signature/preparer statement'],
    reason: /^tagmanifest-sha256\.txt is not the file that the preparer signed$/,
  },
  {
    name: 'the same, with the statement brought in line',
    of: 'prepared',
    tamper: (edit) => {
      const old = edit.get('tagmanifest-sha256.txt');
      recomputeManifests(edit.set(FINDINGS, sampleFindings(true)));
      const now = sha256(edit.get('tagmanifest-sha256.txt'));
      return editStatement(edit, 'preparer', (text) => text.replace(sha256(old), now));
    },
    fails: ['signature/preparer signature'],
    reason:
      /^the signature in signatures\/preparer\.dsse\.json does not hold: statement or signature was changed$/,
  },
  {
    name: 'findings edited, all recomputed and signed by a stranger, with trust given',
    of: 'prepared',
    trust: true,
    tamper: (edit, { stranger }) =>
      resign(recomputeManifests(edit.set(FINDINGS, sampleFindings(true))), 'preparer', stranger.signer),
    fails: ['trust/preparer certificate'],
    reason: /^no certificate that you trust stands behind the preparer's key/,
  },
  {
    name: 'the reviewer replaced by a stranger, with trust given',
    of: 'reviewed',
    trust: true,
    tamper: (edit, { stranger }) => resign(edit, 'reviewer', stranger.signer),
    fails: ['trust/reviewer certificate'],
    reason: /^no certificate that you trust stands behind the reviewer's key/,
  },
  {
    name: 'the reviewer’s key replaced by one of small order, with a signature that solves the equation for everything',
    of: 'reviewed',
    tamper: async (edit) => resign(edit, 'reviewer', await smallOrderSigner()),
    fails: ['signature/reviewer signature'],
    reason:
      /^the signature in signatures\/reviewer\.dsse\.json does not hold: statement or signature was changed$/,
  },
  {
    name: 'the preparer replaced under an existing review',
    of: 'reviewed',
    tamper: (edit, { stranger }) => resign(edit, 'preparer', stranger.signer),
    fails: ['signature/reviewer statement'],
    reason: /^signatures\/preparer\.dsse\.json is not the file that the reviewer signed$/,
  },
  {
    name: 'reviewed by the preparer',
    of: 'reviewed',
    tamper: (edit, { preparer }) => resign(edit, 'reviewer', preparer.signer),
    fails: ['signature/two people'],
    reason: /^preparer and reviewer are the same key$/,
  },
  {
    name: 'a swapped certificate',
    of: 'prepared',
    tamper: (edit, { stranger }) => edit.set('certs/preparer.pem', stranger.signer.certificatesPem[0] ?? ''),
    fails: ['signature/preparer signature', 'signature/preparer statement'],
    reason: /certs\/preparer\.pem is not the certificate that the envelope names: it was swapped/,
  },
  {
    name: 'a swapped authority',
    of: 'prepared',
    tamper: (edit, { stranger }) => edit.set('certs/preparer-ca.pem', stranger.signer.certificatesPem[1] ?? ''),
    fails: ['signature/preparer signature', 'signature/preparer statement'],
    reason: /^certs\/preparer-ca\.pem does not hold the issuers of certs\/preparer\.pem$/,
  },
  {
    name: 'a byte of a certificate',
    of: 'prepared',
    tamper: (edit) => edit.flip('certs/preparer.pem'),
    fails: ['signature/preparer signature', 'signature/preparer statement'],
    reason: /certs\/preparer\.pem/,
  },
  {
    name: 'the certificate removed',
    of: 'prepared',
    tamper: (edit) => edit.remove('certs/preparer.pem'),
    fails: ['signature/preparer signature', 'signature/preparer statement'],
    reason: /^certs\/preparer\.pem is missing$/,
  },
  {
    name: 'the authority removed',
    of: 'prepared',
    tamper: (edit) => edit.remove('certs/preparer-ca.pem'),
    fails: ['signature/preparer statement'],
    reason: /^certs\/preparer-ca\.pem was signed by the preparer and is missing$/,
  },
  {
    name: 'all signatures removed',
    of: 'prepared',
    tamper: (edit) =>
      edit
        .remove('signatures/preparer.dsse.json')
        .remove('signatures/preparer.sigstore.json')
        .remove('signatures/report.pdf')
        .remove('certs/preparer.pem')
        .remove('certs/preparer-ca.pem'),
    fails: ['signature/preparer signature'],
    reason: /^signatures\/preparer\.dsse\.json is missing: the preparer has not signed$/,
  },
  {
    name: 'the reviewer’s envelope removed, certificate left',
    of: 'reviewed',
    tamper: (edit) => edit.remove('signatures/reviewer.dsse.json'),
    fails: ['signature/reviewer signature', 'signature/reviewer statement'],
    reason: /^signatures\/reviewer\.dsse\.json is missing/,
  },
  {
    name: 'a certificate added for a reviewer who never signed',
    of: 'prepared',
    tamper: (edit, { stranger }) => edit.set('certs/reviewer.pem', stranger.signer.certificatesPem[0] ?? ''),
    fails: ['signature/reviewer signature', 'signature/reviewer statement'],
    reason: /^signatures\/reviewer\.dsse\.json is missing/,
  },
  {
    name: 'a byte of the Sigstore form',
    of: 'reviewed',
    tamper: (edit) => edit.flip('signatures/reviewer.sigstore.json'),
    fails: ['signature/reviewer signature'],
    reason:
      /^signatures\/reviewer\.sigstore\.json is not the same signature as signatures\/reviewer\.dsse\.json$/,
  },
  {
    name: 'the Sigstore form removed',
    of: 'prepared',
    tamper: (edit) => edit.remove('signatures/preparer.sigstore.json'),
    fails: ['signature/preparer signature'],
    reason: /^signatures\/preparer\.sigstore\.json is missing$/,
  },
  {
    name: 'the folder renamed',
    of: 'prepared',
    tamper: (edit) => edit.rename('EV-000000000000'),
    fails: ['completeness/container'],
    reason: /^the folder was renamed: it is called EV-000000000000, not EV-[0-9a-f]{12}$/,
  },
  {
    name: 'white space added to an envelope',
    of: 'prepared',
    tamper: (edit) =>
      edit.set('signatures/preparer.dsse.json', `${edit.text('signatures/preparer.dsse.json')} \n`),
    fails: ['signature/preparer signature'],
    reason: /is not in the written form/,
  },
  {
    name: 'a date edited in the statement',
    of: 'prepared',
    tamper: (edit) => editStatement(edit, 'preparer', (text) => text.replace('2024-11-25T', '2024-10-25T')),
    fails: ['signature/preparer signature'],
    reason: /preparer\.dsse\.json does not hold: statement or signature was changed$/,
  },
  {
    name: 'the preparer’s envelope used as the reviewer’s',
    of: 'prepared',
    tamper: (edit) =>
      edit
        .set('signatures/reviewer.dsse.json', edit.get('signatures/preparer.dsse.json'))
        .set('signatures/reviewer.sigstore.json', edit.get('signatures/preparer.sigstore.json'))
        .set('certs/reviewer.pem', edit.get('certs/preparer.pem')),
    fails: ['signature/reviewer statement', 'signature/two people', 'report/signed report'],
    reason: /^the statement was signed as preparer, not as reviewer/,
  },
  {
    name: 'a signed report that is another report',
    of: 'prepared',
    tamper: (edit) => edit.set('signatures/report.pdf', edit.get('data/report.pdf')),
    fails: ['report/signed report'],
    reason: /^signatures\/report\.pdf is not the report that the preparer signed$/,
  },
  {
    name: 'bytes appended to the signed report, which pdfsig accepts',
    of: 'reviewed',
    tamper: (edit) =>
      edit.set(
        'signatures/report.pdf',
        Buffer.concat([edit.get('signatures/report.pdf'), Buffer.from('\n% more\n')]),
      ),
    fails: ['report/signed report'],
    reason: /^8 bytes follow the last signature in signatures\/report\.pdf$/,
  },
  {
    name: 'the signed report removed',
    of: 'prepared',
    tamper: (edit) => edit.remove('signatures/report.pdf'),
    fails: ['report/signed report'],
    reason: /^signatures\/report\.pdf is missing: the preparer signed it$/,
  },
  {
    name: 'a byte of the report itself',
    of: 'reviewed',
    tamper: (edit) => edit.flip('data/report.pdf'),
    fails: ['fixity/payload'],
    reason: /^data\/report\.pdf was changed/,
  },
  {
    name: 'a signed report added where no statement speaks of one',
    of: 'bare',
    tamper: (edit) => edit.set('signatures/report.pdf', '%PDF-1.7'),
    fails: ['completeness/other files'],
    reason: /^signatures\/report\.pdf was added: nothing vouches for it$/,
  },
];
