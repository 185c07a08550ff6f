export function block(script: string): string {
  return `\`\`\`bash\n${script.trim()}\n\`\`\``;
}

const FIXITY = String.raw`
( set -eu
  sha256sum --quiet --strict -c tagmanifest-sha256.txt
  sha256sum --quiet --strict -c manifest-sha256.txt
  echo 'fixity: OK' )
`;

const COMPLETENESS = String.raw`
( set -eu; export LC_ALL=C
  work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
  find data ! -type d | sort > "$work/present"
  sed 's/^[0-9a-f]* [ *]//' manifest-sha256.txt | sort > "$work/listed"
  diff "$work/listed" "$work/present"
  echo 'payload: OK' )
`;

export const SIGNATURES = String.raw`
( set -eu; export LC_ALL=C
  work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
  for role in preparer reviewer; do
    envelope=signatures/$role.dsse.json
    if [ "$role" = reviewer ] && [ ! -e "$envelope" ]; then continue; fi
    type=$(sed -n 's/^  "payloadType": "\(.*\)",$/\1/p' "$envelope")
    sed -n 's/^  "payload": "\(.*\)",$/\1/p' "$envelope" | base64 -d > "$work/statement"
    sed -n 's/^      "sig": "\(.*\)"$/\1/p' "$envelope" | base64 -d > "$work/signature"
    size=$(wc -c < "$work/statement")
    { printf 'DSSEv1 %d %s %d ' "$(printf %s "$type" | wc -c)" "$type" "$size"; cat "$work/statement"; } > "$work/signed"
    openssl x509 -in "certs/$role.pem" -noout -pubkey > "$work/key.pem"
    if openssl pkey -pubin -in "$work/key.pem" -noout -text | grep -q ED25519; then
      openssl pkeyutl -verify -pubin -inkey "$work/key.pem" -rawin -in "$work/signed" -sigfile "$work/signature"
    else
      openssl dgst -sha256 -verify "$work/key.pem" -signature "$work/signature" "$work/signed"
    fi
    grep -q '^  "predicate": {"role":"'"$role"'",' "$work/statement"
    sed -n 's/^    {"name":"\(.*\)","digest":{"sha256":"\([0-9a-f]*\)"}},\{0,1\}$/\2  \1/p' "$work/statement" > "$work/subjects"
    head -n 1 "$work/subjects" | grep -q '  tagmanifest-sha256.txt$'
    if [ "$role" = reviewer ]; then grep -q '  signatures/preparer.dsse.json$' "$work/subjects"; fi
    sha256sum --quiet --strict -c "$work/subjects"
    cat "$work/subjects" >> "$work/vouched"
    for part in payload sig; do
      grep -qF "$(sed -n "s/^ *\"$part\": \(\".*\"\),\{0,1\}$/\1/p" "$envelope")" "signatures/$role.sigstore.json"
    done
    printf '%s  %s\n' - "$envelope" - "signatures/$role.sigstore.json" - tagmanifest-sha256.txt >> "$work/vouched"
    echo "$role: signature OK"
  done
  cat tagmanifest-sha256.txt >> "$work/vouched"
  for self in signatures/report.pdf time/preparer.tsq time/preparer.tsr time/reviewer.tsq time/reviewer.tsr; do
    printf '%s  %s\n' - "$self" >> "$work/vouched"
  done
  sed 's/^[0-9a-f-]* [ *]//' "$work/vouched" | sort -u > "$work/known"
  find . ! -type d ! -path './data/*' | sed 's/^\.\///' | sort > "$work/others"
  comm -13 "$work/known" "$work/others" > "$work/added"
  if [ -s "$work/added" ]; then echo 'nothing vouches for:'; cat "$work/added"; exit 1; fi
  echo 'other files: OK' )
`;

const SIGNERS = String.raw`
( set -eu
  for role in preparer reviewer; do
    if [ ! -e "certs/$role.pem" ]; then continue; fi
    openssl x509 -in "certs/$role.pem" -noout -subject -dates -fingerprint -sha256
    if [ -e "certs/$role-ca.pem" ]; then
      openssl verify -no_check_time -partial_chain -CAfile "certs/$role-ca.pem" "certs/$role.pem"
      openssl x509 -in "certs/$role-ca.pem" -noout -subject -fingerprint -sha256
    fi
  done )
`;

const REPORT = String.raw`
( set -eu
  if [ ! -e signatures/report.pdf ]; then echo 'this package carries no signed PDF'; exit 0; fi
  work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
  cmp -n "$(wc -c < data/report.pdf)" data/report.pdf signatures/report.pdf
  for role in preparer reviewer; do
    if [ ! -e "signatures/$role.dsse.json" ]; then continue; fi
    sed -n 's/^  "payload": "\(.*\)",$/\1/p' "signatures/$role.dsse.json" | base64 -d |
      sed -n 's/.*"signed_report":{"bytes":\([0-9]*\),"sha256":"\([0-9a-f]*\)"}.*/\1 \2/p' >> "$work/revisions"
  done
  while read -r size digest; do
    echo "$digest  -" > "$work/expected"
    head -c "$size" signatures/report.pdf | sha256sum --quiet --strict -c "$work/expected"
    last=$size
  done < "$work/revisions"
  test "$last" = "$(wc -c < signatures/report.pdf)"
  if ! command -v pdfsig > /dev/null; then echo 'not checked inside the PDF: pdfsig (poppler-utils) is missing'; exit 0; fi
  pdfsig -nocert signatures/report.pdf | tee "$work/pdfsig"
  test "$(grep -c 'Signature is Valid' "$work/pdfsig")" = "$(wc -l < "$work/revisions")"
  echo 'report: OK' )
`;

/** VERIFY.md, the same in every package of this format version; its commands need bash, coreutils and OpenSSL. */
export const VERIFY_TEXT = `${[
  '# How to check this package',
  'You need a Linux machine with bash, `sha256sum` and `openssl` (1.1.1 or newer; 3.0 where a signer’s key is' +
    '\nEd25519), and no program of ours. Before unpacking, `unzip -Z1 FILE.zip | sort | uniq -d` must print nothing: no' +
    '\nname may be in the ZIP twice. Unpack it into an empty folder, go to the folder that holds this file, and paste' +
    '\nthe blocks one after the other. A block holds when its last line says so; any other message is the reason why' +
    '\nit does not.',
  '## 1. Nothing was changed',
  'The first list covers this file and the second list, the second one every file of the payload.',
  block(FIXITY),
  '## 2. Nothing was removed or added',
  '`sha256sum` does not notice an extra file. Lines with `<` are missing, lines with `>` were added.',
  block(COMPLETENESS),
  '## 3. It was signed',
  'Each signer signed a statement (in-toto Statement v1 in a DSSE envelope) that lists digests: of the first list' +
    '\nabove, of the files under record/, of their own certificate, and in the case of the reviewer of the preparer’s' +
    '\nsignature. A file that no signature and no list vouches for is named.',
  block(SIGNATURES),
  '## 4. By whom',
  'A signature shows which key signed, not whose key it is. Compare the fingerprints with those that the signers' +
    '\ngave you another way: on paper, by telephone, from their certification authority.',
  block(SIGNERS),
  '## 5. The printed report',
  '`signatures/report.pdf`, where there is one, is `data/report.pdf` with signatures appended; each statement gives' +
    '\nlength and digest of the file as it was with its signer’s signature. `pdfsig` alone does not notice bytes behind' +
    '\nthe last signature.',
  block(REPORT),
  '## What this does not show',
  '- When it was signed: the date in a statement is the signer’s word. Where the folder time/ holds a token,' +
    '\n  `openssl ts -verify -data signatures/preparer.dsse.json -in time/preparer.tsr -CAfile AUTHORITY.pem` proves it.' +
    '\n- That the sources are complete: `data/receipts` and `data/integrity.json` say what was received and how far' +
    '\n  its own hash chains hold.' +
    '\n- That the conclusions follow from the sources: `tickmark reperform FILE.zip` computes them again.',
].join('\n\n')}\n`;
