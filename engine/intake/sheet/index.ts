export { sheetSetting, type SheetSetting, sourceSheet } from './sheet.ts';
export { keepStatement, QUESTIONS, stateAbout, type StatementChange, statementOf } from './statement.ts';
