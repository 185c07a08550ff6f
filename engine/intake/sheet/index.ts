export { sheetSetting, type SheetSetting, sourceSheet } from './sheet.ts';
export {
  keepStatement,
  QUESTIONS,
  stateAbout,
  type StatementChange,
  statementsBySource,
} from './statement.ts';
