/** Generated from engine/integrity/profiles/shipped: edit the files there, then run the generator. */
export const SHIPPED_PROFILES: readonly string[] = [
  `name: event-jcs
title: "Event: the record without its hash, JCS (RFC 8785)"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: jcs
link:
  position: in_record
`,
  `name: event-python
title: "Event: the record without its hash, Python json.dumps, sorted keys"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
link:
  position: in_record
`,
  `name: event-python-compact
title: "Event: the record without its hash, Python json.dumps, sorted keys, no spaces"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  compact: true
link:
  position: in_record
`,
  `name: event-python-insertion
title: "Event: the record without its hash, Python json.dumps, keys as written"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  sorted: false
link:
  position: in_record
`,
  `name: event-unlinked-jcs
title: "Event whose hash does not cover the previous hash, JCS (RFC 8785)"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: jcs
link:
  position: unlinked
`,
  `name: event-hmac-jcs
title: "Event under a key (HMAC-SHA-256): the record without its hash, JCS (RFC 8785)"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  keyed: true
content:
  form: jcs
link:
  position: in_record
`,
  `name: event-hmac-python
title: "Event under a key (HMAC-SHA-256): the record without its hash, Python json.dumps, sorted keys"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  keyed: true
content:
  form: python
link:
  position: in_record
`,
  `name: event-jcs-0x
title: "Event: the record without its hash, JCS (RFC 8785), digests written with 0x"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  prefix: "0x"
content:
  form: jcs
link:
  position: in_record
`,
  `name: event-jcs-32
title: "Event: the record without its hash, JCS (RFC 8785), digest cut to 32 hex characters"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  characters: 32
content:
  form: jcs
link:
  position: in_record
`,
  `name: event-python-32
title: "Event: the record without its hash, Python json.dumps, sorted keys, digest cut to 32 hex characters"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  characters: 32
content:
  form: python
link:
  position: in_record
`,
  `name: event-python-compact-32
title: "Event: the record without its hash, Python json.dumps, sorted keys, no spaces, digest cut to 32 hex characters"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  characters: 32
content:
  form: python
  compact: true
link:
  position: in_record
`,
  `name: event-python-compact-insertion
title: "Event: the record without its hash, Python json.dumps, keys as written, no spaces"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  sorted: false
  compact: true
link:
  position: in_record
`,
  `name: event-python-compact-utf8
title: "Event: the record without its hash, Python json.dumps, sorted keys, no spaces, ensure_ascii off"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  compact: true
  ascii: false
link:
  position: in_record
`,
  `name: event-python-insertion-32
title: "Event: the record without its hash, Python json.dumps, keys as written, digest cut to 32 hex characters"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  characters: 32
content:
  form: python
  sorted: false
link:
  position: in_record
`,
  `name: event-python-utf8
title: "Event: the record without its hash, Python json.dumps, sorted keys, ensure_ascii off"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  ascii: false
link:
  position: in_record
`,
  `name: event-stringify
title: "Event: the record without its hash, JSON.stringify, keys as written"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: jcs
  sorted: false
link:
  position: in_record
`,
  `name: event-unlinked
title: "Event whose hash does not cover the previous hash, Python json.dumps, sorted keys"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
link:
  position: unlinked
`,
  `name: event-unlinked-32
title: "Event whose hash does not cover the previous hash, Python json.dumps, sorted keys, digest cut to 32 hex characters"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  characters: 32
content:
  form: python
link:
  position: unlinked
`,
  `name: event-unlinked-compact
title: "Event whose hash does not cover the previous hash, Python json.dumps, sorted keys, no spaces"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  compact: true
link:
  position: unlinked
`,
  `name: event-unlinked-compact-32
title: "Event whose hash does not cover the previous hash, Python json.dumps, sorted keys, no spaces, digest cut to 32 hex characters"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  characters: 32
content:
  form: python
  compact: true
link:
  position: unlinked
`,
  `name: event-unlinked-insertion
title: "Event whose hash does not cover the previous hash, Python json.dumps, keys as written"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  sorted: false
link:
  position: unlinked
`,
  `name: event-unlinked-insertion-32
title: "Event whose hash does not cover the previous hash, Python json.dumps, keys as written, digest cut to 32 hex characters"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  characters: 32
content:
  form: python
  sorted: false
link:
  position: unlinked
`,
  `name: event-unlinked-jcs-32
title: "Event whose hash does not cover the previous hash, JCS (RFC 8785), digest cut to 32 hex characters"
fields:
  chain: chain
  id: [id, event_id]
  time: [timestamp, occurred_at, at, time]
  sequence: [seq, sequence]
  hash: hash
  previous: previous_hash
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  characters: 32
content:
  form: jcs
link:
  position: unlinked
`,
  `name: entry-hmac-jcs
title: "Entry under a key (HMAC-SHA-256): the record without its code, JCS (RFC 8785)"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hmac, hmac, entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev_entry_hmac, prev_hmac, prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
  keyed: true
content:
  form: jcs
link:
  position: in_record
`,
  `name: entry-jcs
title: "Entry with other field names: the record without its hash, JCS (RFC 8785)"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: jcs
link:
  position: in_record
`,
  `name: entry-python
title: "Entry with other field names: the record without its hash, Python json.dumps, sorted keys"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
link:
  position: in_record
`,
  `name: entry-python-compact
title: "Entry with other field names: the record without its hash, Python json.dumps, sorted keys, no spaces"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  compact: true
link:
  position: in_record
`,
  `name: entry-stringify
title: "Entry with other field names: the record without its hash, JSON.stringify, keys as written"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: jcs
  sorted: false
link:
  position: in_record
`,
  `name: envelope-jcs
title: "Digest of {prev, payload}, JCS (RFC 8785)"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev, prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: jcs
  take: payload
link:
  position: envelope
  previous_name: prev
  record_name: payload
`,
  `name: envelope-python
title: "Digest of {prev, payload}, Python json.dumps, sorted keys"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev, prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  take: payload
link:
  position: envelope
  previous_name: prev
  record_name: payload
`,
  `name: envelope-python-compact
title: "Digest of {prev, payload}, Python json.dumps, sorted keys, no spaces"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev, prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: python
  compact: true
  take: payload
link:
  position: envelope
  previous_name: prev
  record_name: payload
`,
  `name: line-joined
title: "Digest of the previous hash, a line feed and the digest of the raw line"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  hash: [entry_hash, integrity_hash, chain_hash_hex, chain_hash, hash_hex, hash]
  previous: [prev, prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: raw
  take: line
link:
  position: joined
  separator: "\\n"
  inner: digest
`,
  `name: raw-line
title: "Each record names the digest of the whole line before it"
fields:
  chain: [chain, chain_id]
  id: [id, event_id, entry_id]
  time: [timestamp, occurred_at, at, time, ts]
  sequence: [seq, sequence, index]
  previous: [prev, prev_entry_hash, previous_entry_hash, prev_hash, previous_hash_hex, prev_hash_hex, previous_hash]
genesis:
  forms: [absent, json_null, empty, zeros]
  texts: [GENESIS]
digest:
  algorithm: sha256
content:
  form: raw
link:
  position: in_record
`,
];
