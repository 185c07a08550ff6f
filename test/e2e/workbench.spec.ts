import { expect, test } from './support/test.ts';
import { goTo, openSample } from './support/window.ts';

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

  await page.keyboard.press('Control+k');
  await expect(field).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await page.keyboard.press('Alt+5');
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible();
});

test('a decision is taken back, a view is kept, a sample is drawn', async ({ page, host }) => {
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
  await selected.getByRole('button', { name: 'Sample' }).click();
  await selected.getByLabel('What the sample is for').fill('Follow-up of high findings');
  await selected.getByLabel(/^Size, of/).fill('2');
  await selected.getByLabel('Seed').fill('2024-Q4');
  await selected.getByRole('button', { name: 'Draw the sample' }).click();
  const sample = selected.getByRole('region', { name: 'Sample' });
  await expect(sample.locator('.sample-items li')).toHaveCount(2);
  await expect(sample).toContainText('2024-Q4');

  await selected.getByRole('button', { name: 'Disposition' }).click();
  await selected.getByRole('combobox', { name: /Disposition of/ }).selectOption('accepted_risk');
  await selected.getByRole('button', { name: 'Apply' }).click();
  await expect(grid.locator('.grid-body')).toContainText('accepted risk');
  await page.getByRole('button', { name: 'Take back the last decision' }).click();
  await expect(page.getByRole('status')).toContainText('the decision before is in force again');
  await expect(grid.locator('.grid-body')).not.toContainText('accepted risk');
});
