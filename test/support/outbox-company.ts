/** A company small enough to work everything out by hand, and a spreadsheet program that fills in workbooks. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { importFiles } from '#engine/intake/index.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { DECISION_HEADERS, QUESTION_HEADERS, SHEETS } from '#engine/intake/returned/layout.ts';
import { tempFolder, testEngagement } from '#test/support/engagement.ts';

/**
 * As of 15 November 2024, 00:00 in New York. Mia leads Ann, Bob and Gus (who left on 15 October); Cal's manager left on
 * 1 October; the boss has no manager. Policy gives engineers gitlab group:x developer and nothing else.
 */
export const COMPANY: Readonly<Record<string, string>> = {
  'roster.csv': `Employee ID,Work Email,Name,Job Title,Department,Employment Type,Manager Email,Status,Hire Date,Termination Date
E-1,boss@corp.example,The Boss,CEO,Board,FTE,,Active,2020-01-01,
E-2,mia@corp.example,Mia Müller,Lead,Build,FTE,boss@corp.example,Active,2020-01-01,
E-3,ann@corp.example,"=cmd|' /C calc'!A0",Engineer,Build,FTE,mia@corp.example,Active,2020-01-01,
E-4,bob@corp.example,Bob Ode,Engineer,Build,FTE,mia@corp.example,Active,2020-01-01,
E-5,gus@corp.example,Gus Gone,Engineer,Build,FTE,mia@corp.example,Terminated,2020-01-01,2024-10-15
E-6,lex@corp.example,Lex Left,Lead,Build,FTE,boss@corp.example,Terminated,2020-01-01,2024-10-01
E-7,cal@corp.example,Cal Lone,Engineer,Build,FTE,lex@corp.example,Active,2020-01-01,
`,
  'accounts.csv': `System,Account,Email,Employee ID,Kind,Status,Admin,MFA,Created,Last Login,Owner
gitlab,ann@corp.example,ann@corp.example,E-3,human,active,false,true,2020-01-02,2024-11-12T15:00:00Z,
gitlab,bob@corp.example,bob@corp.example,E-4,human,active,false,true,2020-01-02,2024-05-01T15:00:00Z,
gitlab,gus@corp.example,gus@corp.example,E-5,human,active,false,true,2020-01-02,2024-10-10T15:00:00Z,
gitlab,cal@corp.example,cal@corp.example,E-7,human,active,false,true,2020-01-02,2024-11-12T15:00:00Z,
gitlab,boss@corp.example,boss@corp.example,E-1,human,active,false,true,2020-01-02,2024-11-12T15:00:00Z,
aws,ann@corp.example,ann@corp.example,E-3,human,active,false,true,2020-01-02,2024-11-12T15:00:00Z,
aws,mystery,,,human,active,false,true,2020-01-02,2024-11-12T15:00:00Z,
`,
  'services.json': JSON.stringify([
    {
      system: 'aws',
      account_id: 'svc-deploy',
      name: 'Deploy',
      type: 'API key',
      owner_email: 'bob@corp.example',
      status: 'active',
      created_at: '2022-01-10T00:00:00Z',
      last_used_at: '2024-11-13T12:00:00Z',
      rotation_policy_days: 90,
      last_rotated_at: '2024-01-01T00:00:00Z',
      permissions: [],
    },
  ]),
  'vendors.csv': `Vendor,Access Type,Contract Start,Contract End,DPA Signed,Security Review,Owner,Accounts
Fixers,VPN,2023-01-01,2026-12-31,yes,2024-06-01,boss@corp.example,v-fixers
`,
  'policy.yaml': `policy:
  name: "Engineers"
  version: "1.0"
  effective_date: "2024-01-01"
  owner: "boss@corp.example"
  approver: "ciso@corp.example"
  description: "Base"
  scope:
    applies_to:
      job_title: "Engineer"
  grants:
    - { system: gitlab, resource: "group:x", permission: developer, justification: "Work" }
  change_history:
    - { version: "1.0", date: "2023-12-01", changed_by: "it@corp.example", changes: "New", approval: "ciso@corp.example", approved_at: "2023-12-01T12:00:00Z" }
`,
  'snapshot-1.csv': `Snapshot,System,Account,Resource,Permission,Via
2024-11-10T05:00:00Z,gitlab,ann@corp.example,group:x,developer,direct
2024-11-10T05:00:00Z,gitlab,ann@corp.example,group:y,developer,direct
2024-11-10T05:00:00Z,gitlab,bob@corp.example,group:x,maintainer,direct
2024-11-10T05:00:00Z,gitlab,gus@corp.example,group:x,developer,direct
2024-11-10T05:00:00Z,gitlab,cal@corp.example,group:x,developer,direct
2024-11-10T05:00:00Z,gitlab,boss@corp.example,group:x,developer,direct
2024-11-10T05:00:00Z,aws,ann@corp.example,prod,admin,direct
2024-11-10T05:00:00Z,aws,svc-deploy,prod,deploy,direct
2024-11-10T05:00:00Z,aws,v-fixers,prod,read,direct
2024-11-10T05:00:00Z,aws,mystery,prod,read,direct
`,
};

/** A month later: Ann's group:y is gone, Bob has developer instead of maintainer, everything else is as it was. */
export const LATER_SNAPSHOT = COMPANY['snapshot-1.csv']!.replaceAll('2024-11-10', '2024-12-20')
  .replace(/^.*group:y.*\n/m, '')
  .replace('group:x,maintainer', 'group:x,developer');

export interface Company {
  engagement: Engagement;
  /** Scratch folder beside the engagement. */
  dir: string;
  add: (name: string, content: string | Uint8Array, replace?: string) => ReturnType<typeof importFiles>;
  remove: () => Promise<void>;
}

export async function company(kind: 'internal' | 'external' = 'internal'): Promise<Company> {
  const { engagement, remove } = await testEngagement({ kind, as_of: '2024-11-15' });
  const folder = tempFolder();
  const add = async (name: string, content: string | Uint8Array, replace?: string) => {
    const path = join(folder.dir, 'in', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return importFiles(engagement, [path], replace === undefined ? {} : { replace });
  };
  for (const [name, content] of Object.entries(COMPANY)) {
    const { failed } = await add(name, content);
    if (failed.length > 0) throw new Error(`${name}: ${failed[0]!.message}`);
  }
  return {
    engagement,
    dir: folder.dir,
    add,
    remove: async () => {
      await remove();
      folder.remove();
    },
  };
}

export interface Book {
  sheet(name: string): ExcelJS.Worksheet;
  /** Cell of a data row (from one) under a header of Decisions or Questions. */
  cell(sheet: 'decisions' | 'questions', row: number, header: string): ExcelJS.Cell;
  save(): Promise<Uint8Array>;
}

/** Opens a workbook as a spreadsheet program does. */
export async function openBook(bytes: Uint8Array): Promise<Book> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  const sheet = (name: string) => {
    const found = workbook.getWorksheet(name);
    if (!found) throw new Error(`no sheet ${name}`);
    return found;
  };
  return {
    sheet,
    cell: (which, row, header) => {
      const headers = which === 'decisions' ? DECISION_HEADERS : QUESTION_HEADERS;
      return sheet(SHEETS[which]).getCell(row + 1, headers.indexOf(header) + 1);
    },
    save: async () => new Uint8Array(await workbook.xlsx.writeBuffer()),
  };
}

/** Text of a part of a workbook. */
export function partOf(bytes: Uint8Array, name: string): string {
  return Buffer.from(unzipSync(bytes)[name] ?? new Uint8Array()).toString('utf8');
}
