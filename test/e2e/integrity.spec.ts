import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { keyList, makeTrail, pkcs1 } from '#test/vectors/cloudtrail/make-trail.ts';
import { readable } from './support/readable.ts';
import { test } from './support/test.ts';
import { goTo, newEngagement, openSample, openWindow, settle } from './support/window.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Event {
  event_id: string;
  event_type: string;
  timestamp: string;
  user: string;
  resource: string;
  previous_hash: string | null;
  hash?: string;
}

/** A log of events, each hashed with sorted keys and its predecessor's hash; afterwards one of them is rewritten. */
function editedLog(events: number, edited: number): { lines: string; before: string; after: string } {
  const sorted = (event: Event): string =>
    JSON.stringify(event, Object.keys(event).sort()).replaceAll('":', '": ').replaceAll(',"', ', "');
  let previous: string | null = null;
  const records: Event[] = [];
  for (let i = 0; i < events; i += 1) {
    const event: Event = {
      event_id: `evt_${i + 1}`,
      event_type: 'access_granted',
      timestamp: new Date(Date.UTC(2024, 9, 1, i)).toISOString().replace('.000Z', 'Z'),
      user: 'ann.lee@client.example',
      resource: `share ${i}`,
      previous_hash: previous,
    };
    previous = sha256(sorted(event));
    records.push({ ...event, hash: previous });
  }
  const victim = records[edited]!;
  const before = victim.hash!;
  victim.resource = 'payroll';
  const { hash: _hash, ...bare } = victim;
  return {
    lines: `${records.map((record) => JSON.stringify(record)).join('\n')}\n`,
    before,
    after: sha256(sorted(bare)),
  };
}

test('a break is followed down to the bytes that anybody can hash', async ({ page, host }) => {
  const log = editedLog(40, 17);
  await mkdir(host.folder, { recursive: true });
  const file = join(host.folder, 'audit-log.ndjson');
  await writeFile(file, log.lines);
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByLabel('Client', { exact: true }).fill('Chain Test');
  await page.getByLabel('Period from').fill('2024-07-01');
  await page.getByLabel('to', { exact: true }).fill('2024-12-31');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.locator('.top-bar')).toContainText('2024-07-01 – 2024-12-31');
  await goTo(page, 'Integrity');
  await expect(page.getByRole('heading', { name: 'No audit trail yet' })).toBeVisible();
  await readable(page, 'no chain');
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(file);
  await settle(page);

  await goTo(page, 'Integrity');
  const chain = page.getByRole('region', { name: 'audit-log' });
  await expect(chain.getByRole('heading', { level: 2 })).toContainText('does not hold');
  await chain.getByRole('button', { name: 'Open record 18: edited' }).click();
  const detail = page.getByRole('complementary', { name: 'Detail' });
  await expect(detail).toContainText('The stated hash is not that of the bytes below.');
  await expect(detail.getByText(log.before, { exact: true })).toBeVisible();
  await expect(detail.getByText(log.after, { exact: true })).toBeVisible();

  // The bytes on screen are those that give the computed hash.
  const bytes = detail.getByRole('region', { name: 'Bytes that are hashed' });
  const text = await bytes.getByLabel('Bytes that are hashed', { exact: true }).last().innerText();
  expect(sha256(text)).toBe(log.after);
  await bytes.getByRole('button', { name: 'Hex' }).click();
  const hex = await bytes.locator('pre').innerText();
  expect(
    createHash('sha256')
      .update(Buffer.from(hex.replace(/\s+/g, ''), 'hex'))
      .digest('hex'),
  ).toBe(log.after);
  await expect(detail.getByRole('region', { name: 'Check it by hand' })).toContainText(
    /xxd -r -p \| sha256sum/,
  );
  await readable(page, 'record');

  await detail.getByRole('button', { name: 'Record before' }).click();
  await expect(detail).toContainText('The stated hash is that of the bytes below.');
  await page.keyboard.press('Escape');

  // What was noted elsewhere is typed in and kept as a source of its own.
  await chain.getByText('Anchor from outside').click();
  const anchor = chain.getByRole('form', { name: /^Anchor from outside/ });
  await anchor.getByLabel('Head hash').fill('ab'.repeat(32));
  await anchor.getByLabel('Number of events').fill('45');
  await anchor.getByRole('button', { name: 'Keep and compare' }).click();
  await settle(page);
  await expect(chain.getByRole('row', { name: /tail cut off/ })).toBeVisible();
});

test('the other parts of Integrity on the sample', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Integrity');
  await readable(page, 'chains');
  await page.getByRole('link', { name: 'CloudTrail' }).click();
  await expect(page.getByRole('heading', { name: 'No CloudTrail digest yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Retention' }).click();
  await expect(
    page
      .getByRole('table', { name: 'Locks by store' })
      .or(page.getByRole('heading', { name: 'No object-lock listing yet' })),
  ).toBeVisible();
  await readable(page, 'retention');
  await page.getByRole('link', { name: 'Hash profiles' }).click();
  await expect(page.getByRole('table', { name: 'Hash profiles' }).getByRole('row').nth(1)).toBeVisible();
  await page.getByLabel('Profile as YAML').fill('name: no profile');
  await page.getByRole('button', { name: 'Keep the profile' }).click();
  await expect(page.getByRole('alert')).toContainText('PROFILE_INVALID');
  await readable(page, 'profiles');
  await page.getByRole('link', { name: 'Trails' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a person or a resource' })).toBeVisible();
  await page.getByLabel('Email or account').fill('sarah.chen@company.com');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const line = page.getByRole('region', { name: 'Timeline' });
  await expect(line.getByRole('listitem').first()).toBeVisible();
  await expect(line).toContainText('exc_789');
  await readable(page, 'trail');
  await page.getByLabel('Email or account').fill('nobody@company.com');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('NOT_FOUND');
});

test('digests of CloudTrail are verified: what is altered, missing and not proven is told', async ({
  page,
  host,
}) => {
  const folder = join(host.folder, 'cloudtrail');
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  const put = async (object: string, bytes: Uint8Array | string): Promise<void> => {
    files.push(join(folder, object.split('/').at(-1)!));
    await writeFile(files.at(-1)!, bytes);
  };
  // Four hours with two log files each; of the second hour one is another one, of the third one does not come.
  for (const [hour, { object, text, logs }] of makeTrail({ hours: 4 }).entries()) {
    await put(object, gzipSync(text));
    const other = gzipSync(
      JSON.stringify({ Records: [{ eventTime: '2024-11-01T01:11:31Z', eventID: 'x' }] }),
    );
    await put(logs[0]!.object, hour === 1 ? other : logs[0]!.bytes);
    if (hour !== 2) await put(logs[1]!.object, logs[1]!.bytes);
  }
  await put('keys.json', keyList([pkcs1], 'cli'));

  await newEngagement(page, host, 'CloudTrail Test');
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(files);
  await expect(page.getByRole('status')).toContainText(`Import ${files.length} files:`, { timeout: 120_000 });
  await settle(page);
  await goTo(page, 'Integrity');
  await page.getByRole('link', { name: 'CloudTrail' }).click();
  await expect(page.getByText('4 digest files are here.')).toBeVisible();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  const trail = page.getByRole('region', { name: '111122223333 us-east-2 main-trail' });
  await expect(trail.getByRole('heading', { level: 2 })).toContainText('does not hold');
  const logs = trail.getByRole('table', { name: 'Log files' });
  // The newest digest has its signature in no later one: what it says of its two files is not proven.
  for (const [what, count] of [
    ['expected', '8'],
    ['valid', '4'],
    ['altered', '1'],
    ['missing', '1'],
    ['not proven', '2'],
  ] as const)
    await expect(logs.getByRole('row', { name: new RegExp(`^${what} `) }).getByRole('cell')).toHaveText(
      count,
    );
  await expect(trail.getByRole('table', { name: 'Problems' })).toContainText('log file altered');
  await readable(page, 'statement on CloudTrail');
});
