import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './support/test.ts';
import { goTo, newEngagement, settle } from './support/window.ts';

const SECRET = 'a key that the client keeps apart from the log';

/** A log whose hashes are HMAC-SHA-256 over RFC 8785 text: sorted keys, no spaces. @returns lines and last hash */
function keyedLog(events: number): { lines: string; head: string } {
  let previous: string | null = null;
  const lines: string[] = [];
  for (let i = 0; i < events; i += 1) {
    const event: Record<string, string | null> = {
      event_id: `evt_${i + 1}`,
      event_type: 'access_granted',
      previous_hash: previous,
      resource: `share ${i}`,
      timestamp: new Date(Date.UTC(2024, 9, 1, i)).toISOString().replace('.000Z', 'Z'),
      user: 'ann.lee@client.example',
    };
    previous = createHmac('sha256', SECRET).update(JSON.stringify(event)).digest('hex');
    lines.push(JSON.stringify({ ...event, hash: previous }));
  }
  return { lines: `${lines.join('\n')}\n`, head: previous ?? '' };
}

/** A signed checkpoint and its verifier key, as C2SP tlog-checkpoint and signed-note have them. */
function checkpointOf(count: number, head: string): { note: string; key: string } {
  const name = 'log.client.example';
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  // The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key; 1 is signed-note's number of the algorithm.
  const key = Buffer.concat([
    Buffer.from([1]),
    publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
  ]);
  const id = createHash('sha256')
    .update(Buffer.concat([Buffer.from(`${name}\n`), key]))
    .digest()
    .subarray(0, 4);
  const body = `keyed-log\n${count}\n${Buffer.from(head, 'hex').toString('base64')}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(body), privateKey)]).toString('base64');
  return {
    note: `${body}\n— ${name} ${signature}\n`,
    key: `${name}+${id.toString('hex')}+${key.toString('base64')}`,
  };
}

test('a log of keyed hashes is held with its key, and its end with a signed checkpoint', async ({
  page,
  host,
}) => {
  const log = keyedLog(30);
  const right = checkpointOf(30, log.head);
  const wrong = checkpointOf(30, log.head);
  const folder = join(host.folder, 'keyed');
  await mkdir(folder, { recursive: true });
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  await newEngagement(page, host, 'Keyed Log Test');
  await goTo(page, 'Sources');
  await page
    .locator('input[data-purpose="import-files"]')
    .setInputFiles(await file('keyed-log.ndjson', log.lines));
  await settle(page);

  await goTo(page, 'Integrity');
  const chain = page.getByRole('region', { name: 'keyed-log' });
  await expect(chain.getByRole('heading', { level: 2 })).toBeVisible();
  await expect(chain.getByRole('heading', { level: 2 })).not.toContainText('holds');

  await page.getByText('Keys for the check').click();
  await page.locator('input[data-purpose="secret"]').setInputFiles(await file('hmac.key', SECRET));
  await expect(page.getByText('Key from hmac.key')).toBeVisible();
  await expect(page.getByText('a check without the key that is chosen now')).toBeVisible();
  await page.getByRole('button', { name: 'Verify again', exact: true }).click();
  await settle(page);
  await expect(page.getByText('a check without the key that is chosen now')).toHaveCount(0);
  await expect(chain).toContainText('event-hmac-jcs');
  await expect(chain.getByRole('heading', { level: 2 })).toContainText('not proven');

  // A checkpoint of another key is refused; with its own key it is kept as a source, and proves the end.
  await chain.getByText('Anchor from outside').click();
  const anchor = chain.getByRole('form', { name: /^Anchor from outside/ });
  const checkpoint = await file('checkpoint.txt', right.note);
  await anchor.getByLabel('Verifier key', { exact: true }).fill(wrong.key);
  await anchor.locator('input[data-purpose="anchor"]').setInputFiles(checkpoint);
  await expect(anchor.getByRole('alert')).toBeVisible();
  await anchor.getByLabel('Verifier key', { exact: true }).fill(right.key);
  await anchor.locator('input[data-purpose="anchor"]').setInputFiles(checkpoint);
  // With a new source the chains are verified anew, without the key: that is said.
  await expect(page.getByText('a check without the key that is chosen now')).toBeVisible();
  await settle(page);
  await page.getByRole('button', { name: 'Verify again', exact: true }).click();
  await settle(page);
  await expect(chain.getByRole('heading', { level: 2 })).toContainText('holds');
});
