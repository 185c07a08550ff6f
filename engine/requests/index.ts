export { keepItems, listItems, matchItem, removeItems, saveItems } from './items.ts';
export { pbcList } from './list.ts';
export { parseCsv, parseItems } from './read-csv.ts';
export { type Suggestion, suggestItems } from './suggest.ts';
