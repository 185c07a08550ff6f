import { type Locator, type Page, expect } from '@playwright/test';

export const PASSPHRASE = 'correct horse battery';

/** The form for a new key in the place Package; it is open from the beginning only where there is no key yet. */
export async function openKeyForm(page: Page): Promise<{ keys: Locator; form: Locator }> {
  const keys = page.getByRole('region', { name: 'Keys' });
  const form = page.getByRole('form', { name: 'New key' });
  // Not before the keys are known: till then nobody can say whether it is open.
  await expect(keys).toBeVisible();
  if (!(await form.isVisible())) await keys.getByText('New key').click();
  return { keys, form };
}

export async function makeKey(page: Page, name: string): Promise<void> {
  const { keys, form } = await openKeyForm(page);
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await form.getByLabel('Passphrase again').fill(PASSPHRASE);
  await form.getByRole('button', { name: 'Create key' }).click();
  await expect(keys.getByRole('row', { name: new RegExp(name) })).toBeVisible();
}
