import { expect, test } from './support/test.ts';
import { goTo, leftByFilters, openSample } from './support/window.ts';

test('why somebody has access: the path drawn, listed, and down to the record', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'People & resources');
  await page.getByRole('link', { name: 'Why somebody has access' }).click();
  const form = page.getByRole('form', { name: 'Why somebody has access' });
  await form.getByLabel('Who').fill('sarah.chen@company.com');
  await form.getByLabel('Resource').fill('salesforce:profile:sales-engineer');
  await form.getByRole('button', { name: 'Answer' }).click();

  // The sample's own policy gives it: Sales Engineer Access.
  await expect(page.getByRole('region', { name: 'The answer' })).toContainText('Sales Engineer Access');
  const picture = page.getByRole('figure');
  await expect(picture.locator('svg .node.person')).toContainText('Sarah Chen');
  await expect(picture.locator('svg .node.permission')).toContainText('standard');
  await picture.getByText('As table').click();
  await expect(
    picture
      .getByRole('table')
      .getByRole('row', { name: /standard/ })
      .first(),
  ).toBeVisible();

  const download = page.waitForEvent('download');
  await picture.getByRole('button', { name: /as SVG$/ }).click();
  expect((await download).suggestedFilename()).toBe(
    'how-sarah-chen-company-com-comes-to-salesforce-profile-sales-engineer.svg',
  );

  await page
    .getByRole('region', { name: 'What is held, and by which path' })
    .getByRole('link', { name: /^grants, record/ })
    .first()
    .click();
  await expect(page.getByRole('grid', { name: 'Result' })).toContainText('sales-engineer');
});

test('the palette: a place, an action, and a person, by keyboard alone', async ({ page, host }) => {
  await openSample(page, host);
  const field = page.getByRole('combobox', { name: /^Go to a place/ });
  await page.keyboard.press('Control+k');
  await field.fill('segregation');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'People & resources' })).toBeVisible();
  await expect(page.getByText(/of \d+ pairs? that a rule keeps apart/)).toBeVisible();

  await page.keyboard.press('Control+k');
  await field.fill('sarah.chen@company.com');
  await expect(page.getByRole('option', { name: /Sarah Chen/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'sarah.chen@company.com' })).toBeVisible();

  // Nothing is said to be all before the engagement has answered.
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/call', async (route) => {
    if (route.request().postData()?.includes('search.everything')) await held;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await field.fill('nobody of this name');
  await expect(page.getByText('Searching the engagement…')).toBeVisible();
  await expect(page.getByText('Nothing of this name.')).toHaveCount(0);
  release();
  await expect(page.getByText('Nothing of this name.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await page.keyboard.press('Alt+5');
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible();
});

test('a decision is taken back, a view is kept, a table stays as it was left', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Findings');
  const grid = page.getByRole('grid', { name: 'Findings' });
  await page.getByLabel('Filter Severity').selectOption('high');
  await expect(grid.locator('.grid-body .severity').first()).toHaveText('high');
  await page.getByRole('button', { name: 'Save view…' }).click();
  await page.getByLabel('Name of the view').fill('Only high');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('Saved views')).toHaveValue('Only high');

  await page.getByRole('checkbox', { name: 'Select all rows that are shown' }).check();
  const selected = page.getByRole('region', { name: 'Selected findings' });
  await selected.getByRole('button', { name: 'Disposition' }).click();
  await selected.getByRole('combobox', { name: /Disposition of/ }).selectOption('accepted_risk');
  await selected.getByRole('button', { name: 'Apply' }).click();
  await expect(grid.locator('.grid-body')).toContainText('accepted risk');
  await page.getByRole('button', { name: 'Take back the last decision' }).click();
  await expect(page.getByRole('status')).toContainText('the decision before is in force again');
  await expect(grid.locator('.grid-body')).not.toContainText('accepted risk');

  // A response of management, with owner and due date, and a tick mark; both for all that are selected.
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.locator('.table-tools .count')).toHaveText(/^[\d,]+ rows/);
  await page.getByLabel('Filter Severity').selectOption('critical');
  const critical = await leftByFilters(page);
  await page.getByRole('checkbox', { name: 'Select all rows that are shown' }).check();
  await selected.getByRole('button', { name: 'Response' }).click();
  const respond = selected.getByRole('form', { name: 'Record management’s response' });
  await respond.getByLabel('Management’s response').fill('Access is taken away at once');
  await respond.getByLabel('Owner').fill('Omar Haddad');
  await respond.getByLabel('Due').fill('2024-12-15');
  await respond.getByRole('button', { name: 'Record' }).click();
  await expect(page.getByRole('status')).toContainText('recorded.');
  await page.getByRole('checkbox', { name: 'Select all rows that are shown' }).check();
  await selected.getByRole('button', { name: 'Note or tick mark' }).click();
  await selected.getByLabel('Tick mark', { exact: true }).selectOption('R');
  await selected.getByRole('button', { name: 'Add note or tick mark' }).click();
  await expect(selected).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Owner' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Summary' }).click();
  await page.keyboard.press('Escape');
  await expect(grid.getByRole('gridcell', { name: 'Omar Haddad' })).toHaveCount(critical);
  await expect(grid.getByRole('gridcell', { name: 'R', exact: true })).toHaveCount(critical);
  await page.getByRole('checkbox', { name: 'Select Row 1', exact: true }).check();
  await page.getByRole('button', { name: 'Copy 1 selected' }).click();
  await page.getByRole('menuitem', { name: 'As CSV' }).click();
  await expect(page.getByRole('status')).toHaveText('1 row copied with a heading.');

  // The detail has an address, and the table is as it was left.
  await grid.locator('.grid-body .grid-cell').nth(1).click();
  await expect(page).toHaveURL(/open=finding%3A/);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Source rows' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/open=/);
  await goTo(page, 'Overview');
  await goTo(page, 'Findings');
  await expect(page.getByLabel('Filter Severity')).toHaveValue('=critical');
  await expect(grid.getByRole('columnheader', { name: /^Summary/ })).toHaveCount(0);
  await expect(grid.getByRole('gridcell', { name: 'Omar Haddad' })).toHaveCount(critical);
});

test('every number of the overview leads to as many rows', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Overview');
  const main = page.locator('#main');
  await expect(main.getByRole('region', { name: 'What blocks the audit now' })).toBeVisible();
  // Those of the trends are as many as runs were made; they have a journey of their own.
  const doors = main.locator(
    '.questions a.door[href*="#/query"], :is([aria-label="Coverage"], [aria-label="Findings"]) a.door:not(.tile-trend *)',
  );
  // Eight in the questions, eight in the coverage, three for each of four severities.
  await expect(doors).toHaveCount(28);
  const said = await doors.evaluateAll((links) =>
    links.map((link) => ({ text: link.textContent ?? '', href: link.getAttribute('href')! })),
  );
  for (const { text, href } of said) {
    const count = /^[\d,]+/.exec(text)![0];
    await page.evaluate((to) => {
      window.location.hash = to;
    }, href);
    const shown = page.locator('.table-tools .count');
    // A query counts what it returns; findings count what passes the filters.
    await expect(shown, `${text} ${decodeURIComponent(href)}`).toHaveText(
      new RegExp(`^${count} (of [\\d,]+ )?rows?`),
      {
        timeout: 60_000,
      },
    );
  }
});
