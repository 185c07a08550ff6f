import { readFile } from 'node:fs/promises';
import { type Page, expect } from '@playwright/test';
import { test } from './support/test.ts';
import { goTo, openSample } from './support/window.ts';

/** Each picture: where it is, its name, and a line of its table with the number that leads on. */
const PICTURES = [
  ['Segregation of duties', 'Roles that rules keep apart', /developer/],
  ['Peer outliers', 'Permissions held, by department and job title', /Software Engineer/],
  ['Use by hour', 'Use of systems by weekday and hour', /Monday/],
  ['Use by country', 'Use of systems by country of the address', /United States \(US\)/],
] as const;

async function openPicture(page: Page, part: string): Promise<void> {
  await goTo(page, 'People & resources');
  await page.getByRole('link', { name: part }).click();
  await expect(page.getByRole('figure')).toBeVisible();
}

for (const [part, name, line] of PICTURES) {
  test(`${part}: drawn, saved as it looks, and as a table that leads to the rows`, async ({ page, host }) => {
    await openSample(page, host);
    await openPicture(page, part);
    const figure = page.getByRole('figure');
    await expect(figure.locator('svg')).toHaveAccessibleName(name);

    const svg = page.waitForEvent('download');
    await figure.getByRole('button', { name: `Save “${name}” as SVG` }).click();
    const text = await readFile(await (await svg).path(), 'utf8');
    expect(text).toMatch(/^<\?xml[^>]*\?>\n<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    // On its own: no style sheet, no link into the window, nothing from elsewhere.
    expect(text).not.toMatch(/class="|href=|url\(|<style|<script/);
    const png = page.waitForEvent('download');
    await figure.getByRole('button', { name: `Save “${name}” as PNG` }).click();
    const bytes = await readFile(await (await png).path());
    expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');

    await figure.getByText('As table').click();
    const row = figure.getByRole('table', { name }).getByRole('row', { name: line }).first();
    const door = row.getByRole('link').first();
    const count = await door.innerText();
    await door.click();
    await expect(page.locator('.table-tools .count')).toHaveText(`${count} row${count === '1' ? '' : 's'}`);
  });
}

test('the map names no country that the log does not come from', async ({ page, host }) => {
  await openSample(page, host);
  await openPicture(page, 'Use by country');
  const figure = page.getByRole('figure');
  await figure.getByText('As table').click();
  const table = figure.getByRole('table');
  // The sample's people work in the United States; its plants are four uses from three other countries.
  await expect(table.getByRole('row')).toHaveCount(1 + 4 + 2);
  for (const country of ['United States', 'Brazil', 'China', 'Russia'])
    await expect(table.getByRole('row', { name: new RegExp(`^${country}`) })).toHaveCount(1);
  expect(await figure.locator('svg a').count()).toBe(4);
  await page.getByLabel('Which use').selectOption('failed');
  await expect(page.getByText(/entries come from/)).toBeVisible();
});

test('anomalies by hour are those that findings rest on', async ({ page, host }) => {
  await openSample(page, host);
  await openPicture(page, 'Use by hour');
  await page.getByLabel('Which use').selectOption('findings');
  await expect(page.getByRole('figure').locator('svg')).toHaveAccessibleName(
    'Use that findings rest on, by weekday and hour',
  );
  await page.getByRole('figure').getByText('As table').click();
  const door = page
    .getByRole('row', { name: /^Saturday/ })
    .getByRole('link')
    .first();
  const count = await door.innerText();
  await door.click();
  await expect(page.locator('.table-tools .count')).toHaveText(`${count} rows`);
});

test('the trend of coverage is worked out when it is asked for, and can be cancelled', async ({
  page,
  host,
}) => {
  await openSample(page, host);
  await goTo(page, 'Overview');
  // The line in the status bar is of what ended last: the chains are done with.
  await expect(page.getByRole('row', { name: /^Can it be proven\?/ })).toContainText('No break');
  const trend = page.getByRole('region', { name: 'Coverage over the last twelve months' });
  await trend.getByRole('button', { name: 'Compute the trend' }).click();
  await page.getByRole('button', { name: 'Cancel: Coverage over the months' }).click();
  await expect(page.getByRole('status')).toHaveText(
    'Coverage over the months: Cancelled; nothing was kept.',
    { timeout: 60_000 },
  );
  await trend.getByRole('button', { name: 'Compute the trend' }).click();
  await expect(trend.getByRole('figure')).toBeVisible({ timeout: 120_000 });
  await trend.getByText('As table').click();
  await expect(trend.getByRole('row')).toHaveCount(13);
});
