import type { OpenDocument } from './document.ts';

/** Members by which services say that an answer is one page of several. */
const MARKS = [
  'IsTruncated',
  'nextToken',
  'NextToken',
  'NextMarker',
  'nextPageToken',
  'next_page_token',
  '@odata.nextLink',
  'nextLink',
];

/** A note where the document itself says that records follow which it does not hold. */
export function furtherPages(document: OpenDocument): string[] {
  const mark = MARKS.find((name) => !['null', 'false', '""', null].includes(document.scalar(name)));
  return mark === undefined
    ? []
    : [`incomplete: by "${mark}" the document says that it is one page of several; ask for all of them`];
}
